# Everything that is done with this clone. Each target sets up what it needs, once: the tools come from
# package-lock.json, local/requirements.txt and tools/go.mod.
.DEFAULT_GOAL := help
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

# The pinned cdk and node come first.
export PATH := $(CURDIR)/node_modules/.bin:$(PATH)

# More arguments for the command of a target, for example: make local ARGS="--stage prod"
ARGS ?=
# How long each fuzz test runs.
FUZZTIME ?= 10s

PIP_TOOLS := 7.6.2
LINT := go tool -modfile=tools/go.mod golangci-lint
# A CDK app in a module of its own, which imports the constructs.
CONSUMER := test/consumer
# The load tool, in a module of its own, so that the app does not carry it.
LOAD := test/load

##@ On this machine
.PHONY: local local-down synth
local: | go ## deploy to an emulator, and ask both front doors
	@go run ./local up $(ARGS)

local-down: | go ## destroy all that local deployed, and stop the emulator
	@go run ./local down $(ARGS)

synth: node_modules/.stamp | go ## write the templates to cdk.out
	@cdk synth --quiet $(ARGS)

##@ Checks
.PHONY: test check lint unit lifecycle test-long load fuzz
test: check unit lifecycle ## all checks and tests, as CI runs them

check: lint | go ## format, module files and lint
	go mod tidy -diff
	go -C $(CONSUMER) mod tidy -diff
	go -C $(LOAD) mod tidy -diff

lint: | go ## format and lint
	$(LINT) fmt --diff
	$(LINT) run
	cd $(CONSUMER) && $$(go -C $(CURDIR) tool -modfile=tools/go.mod -n golangci-lint) run
	cd $(LOAD) && $$(go -C $(CURDIR) tool -modfile=tools/go.mod -n golangci-lint) run

unit: node_modules/.stamp | go ## all tests but the life cycle
	go test -count=1 $(ARGS) $$(go list ./... | grep -vE '/test/(lifecycle|faults)$$')
	go -C $(CONSUMER) test -count=1 -skip '^TestLife$$' $(ARGS) ./...

lifecycle: | go ## deploy to the emulator, use it, let it fail, and destroy it
	go test -count=1 -timeout 20m $(ARGS) ./test/lifecycle ./test/faults
	go -C $(CONSUMER) test -count=1 -timeout 20m -run '^TestLife$$' $(ARGS) .
	go -C $(LOAD) test -count=1 $(ARGS) .

test-long: | go ## the faults with thousands of objects, and with many moments to kill at
	go test -count=1 -timeout 60m -v $(ARGS) ./test/faults -long

load: | go ## 50,000 requests through each door on the emulator, in about 20 minutes
	@go -C $(LOAD) test -v -count=1 -timeout 90m -run '^TestLoad$$' . -requests 50000 -rate 90

fuzz: | go ## run each fuzz test for FUZZTIME
	@grep -rHoE --include='*_test.go' '^func Fuzz[A-Za-z0-9_]+' lambda constructs local test | while IFS=: read -r file found; do \
		go test "./$$(dirname "$$file")" -run '^$$' -fuzz "^$${found#func }$$" -fuzztime $(FUZZTIME); \
	done

##@ Upkeep
.PHONY: golden bench pin
golden: node_modules/.stamp | go ## rewrite the goldens of the templates
	go test -count=1 ./test/golden -update

bench: node_modules/.stamp | go ## seconds of synth, ls, diff and of an edit, and the ratio to JavaScript and TypeScript
	@go run ./test/bench $(ARGS)

pin: ## write local/requirements.txt anew from requirements.in
	python3 -m venv .local/pin
	.local/pin/bin/pip install --quiet --disable-pip-version-check pip-tools==$(PIP_TOOLS)
	.local/pin/bin/pip-compile --quiet --generate-hashes --strip-extras --no-header --no-emit-index-url \
		--no-emit-trusted-host --no-emit-find-links --output-file local/requirements.txt local/requirements.in

##@ This file
.PHONY: help
help: ## say what there is
	@awk 'BEGIN { FS = ":.*## "; print "usage: make TARGET [ARGS=...]" } \
		/^##@ / { print "\n" substr($$0, 5) } \
		/^[a-z-]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

# Set-up. The stamp is that of local/setup.
node_modules/.stamp: package.json package-lock.json
	@command -v npm >/dev/null || { echo "npm is missing: no npm on PATH; install Node.js 20.0 or later" >&2; exit 1; }
	@echo "installing the CDK toolkit and Node.js into node_modules"
	@rm -f $@
	@npm ci --silent
	@touch $@

.PHONY: go
go:
	@command -v go >/dev/null || { echo "Go is missing: no go on PATH; install Go 1.26 or later" >&2; exit 1; }
