# Everything that is done with this clone. Each target sets up what it needs, once:
# the tools come from package-lock.json, local/requirements.txt and tools/go.mod.
.DEFAULT_GOAL := help
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

export PATH := $(CURDIR)/node_modules/.bin:$(PATH)

# What is wanted more than once. ARGS goes to the command, for example: make local ARGS="--stage prod"
ARGS :=

##@ On this machine
.PHONY: local
local: | go ## deploy to the emulator and ask both front doors
	@go run ./local up $(ARGS)

.PHONY: local-down
local-down: | go ## destroy all that local deployed, and stop the emulator
	@go run ./local down $(ARGS)

.PHONY: synth
synth: node_modules/.stamp | go ## write the templates to cdk.out
	@cdk synth --quiet $(ARGS)

##@ About this file
.PHONY: help
help: ## say what there is
	@awk 'BEGIN { FS = ":.*## "; print "usage: make TARGET [ARGS=...]" } \
		/^##@ / { print "\n" substr($$0, 5) } \
		/^[a-z-]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# Set-up. The stamps are those of local/setup.
node_modules/.stamp: package.json package-lock.json
	@echo "installing the CDK toolkit and Node.js into node_modules"
	@rm -f $@
	@npm ci --silent
	@touch $@

.PHONY: go
go:
	@command -v go >/dev/null || { echo "Go is missing: no go on PATH; install Go 1.26 or later" >&2; exit 1; }
