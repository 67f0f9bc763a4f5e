# Everything that is done with this clone. Each target installs what it needs, once: the tools come
# from package-lock.json, local/requirements.txt and tools/go.mod.
.DEFAULT_GOAL := help
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

# The pinned cdk and node come first.
export PATH := $(CURDIR)/node_modules/.bin:$(PATH)

# Further arguments for the command of a target, for example: make local ARGS="--stage prod"
ARGS ?=
# How many inputs each fuzz test tries: about a minute of them; make test tries fewer. A time in
# their place would end some run by chance with "context deadline exceeded":
# https://go.dev/issue/75804
FUZZTIME ?= 500000x

PIP_TOOLS := 7.6.2
LINT = $$(GOWORK=off go -C $(CURDIR) tool -modfile=tools/go.mod -n golangci-lint)
MODULES := $(shell sed -n "s|^\t||p" go.work)
# What needs an emulator, a browser, a scanner or the linter has a target of its own, and so has the
# picture.
UNIT = $$(go list $(addsuffix /...,$(filter-out ./compare/browser ./picture ./test/aws ./test/consumer ./test/load ./test/policy,$(MODULES))) | \
	grep -vE '/test/(lifecycle|faults|features|shop|lint)$$')
# What needs neither Node.js nor CDK.
QUICK := ./fault/... ./albrules/... ./deployment/... ./lambda/... ./local/diff/... ./compare/internal/...

##@ On this machine
.PHONY: serve local local-down synth
serve: node_modules/.stamp | go ## serve the front ends and the function on 127.0.0.1, and reload what is saved
	@go run ./local serve $(ARGS)

local: | go ## deploy to an emulator, and send a request to both front ends
	@go run ./local up $(ARGS)

local-down: | go ## destroy what make local deployed, and stop the emulator
	@go run ./local down $(ARGS)

synth: node_modules/.stamp | go ## write the templates to cdk.out
	@cdk synth --quiet $(if $(NO_COLOR),--no-color) $(ARGS)

##@ The two front ends
.PHONY: compare picture
compare: | go ## send one request through both front ends, and show what differs
	@mkdir -p .local
	@go run ./compare --html .local/compare.html $(ARGS)

picture: synth ## draw docs/architecture*.svg from the templates
	go -C picture run . ../cdk.out ../docs

##@ Checks
.PHONY: test test-quick check lint unit test-picture policy lifecycle test-browser test-oldest test-long load fuzz prove-aws
test: check unit policy lifecycle ## run all checks and tests, as CI does

test-quick: | go ## run the tests that need neither Node.js nor CDK, in seconds
	go test $(ARGS) $(QUICK)

check: lint | go ## check format, module files and lint
	go mod verify
	for module in $(MODULES); do GOWORK=off go -C $$module mod tidy -diff; done
	for os in darwin windows; do GOOS=$$os go vet ./local ./local/serve ./local/internal/... ./test/aws ./test/aws/internal/...; done

lint: | go ## check format and import rules, and lint
	$(LINT) fmt --diff
	for module in $(MODULES); do (cd $$module && $(LINT) run --allow-parallel-runners --config $(CURDIR)/.golangci.yml); done
	cd tools && GOWORK=off $(LINT) run --allow-parallel-runners --config $(CURDIR)/.golangci.yml
	go test -count=1 ./test/lint

# The time limits here and below end what hangs: no test should need them, on a slow machine either.
unit: node_modules/.stamp | go ## run all tests that need no emulator
	go test -count=1 -timeout 60m $(ARGS) $(UNIT)
	go -C test/consumer test -count=1 -timeout 60m -skip '^TestLife$$' $(ARGS) ./...
	go -C test/aws test -count=1 -timeout 60m -skip '^TestEmulator$$' $(ARGS) ./...
	$(MAKE) --no-print-directory test-picture
	$(MAKE) --no-print-directory fuzz FUZZTIME=20000x

test-picture: node_modules/.stamp | go ## check that the picture is current
	go -C picture test -count=1 -timeout 60m $(ARGS) ./...

policy: node_modules/.stamp .local/venv-policy/.stamp | go ## check the templates with cdk-nag, cfn-lint and checkov
	go -C test/policy test -count=1 -timeout 60m $(ARGS) ./...

# Each of the two waits for the emulator half of the time, so they run beside each other.
lifecycle: .local/venv-aws/.stamp | go ## deploy to the emulator, send requests, make it fail, and destroy it
	$(MAKE) --no-print-directory -j2 --output-sync=target lifecycle-app lifecycle-others

.PHONY: lifecycle-app lifecycle-others
lifecycle-app:
	go test -count=1 -timeout 60m $(ARGS) ./test/lifecycle ./test/faults ./test/features ./test/shop

lifecycle-others:
	go -C test/consumer test -count=1 -timeout 60m -run '^TestLife$$' $(ARGS) .
	go -C test/load test -count=1 -timeout 60m $(ARGS) .
	go -C test/aws test -count=1 -timeout 60m -run '^TestEmulator$$' $(ARGS) .

# Not part of test: a browser is a system package, which nobody should have to install to run the
# tests. CI installs it here.
test-browser: | go ## check both pages in headless Chromium, at phone and desktop widths
	@command -v "$${CHROMIUM:-chromium}" >/dev/null || { [ "$$(id -u)" = 0 ] && apt-get update --quiet && apt-get install --yes --quiet chromium fonts-dejavu-core; } \
		|| { echo "chromium is missing: install it (Debian: apt-get install chromium), or name a browser in CHROMIUM" >&2; exit 1; }
	SCREENSHOTS="$(CURDIR)/.local/screenshots" go -C compare/browser test -count=1 $(ARGS) ./...

# The same templates come out of the oldest supported version of CDK: a workspace beside this one
# has it in place of the pinned.
OLDEST := aws-cdk-go/awscdk/v2@v2.270.0 constructs-go/constructs/v10@v10.6.0 jsii-runtime-go@v1.139.0
test-oldest: node_modules/.stamp .local/oldest.work | go ## run the template tests with the oldest CDK that the constructs work with
	GOWORK=$(CURDIR)/.local/oldest.work go test -count=1 $(ARGS) ./test/golden ./test/template ./constructs/restapi

.local/oldest.work: go.work go.work.sum Makefile
	@mkdir -p $(@D)
	@sed 's|^\t\.|\t../.|' go.work > $@
	@cp go.work.sum $(@D)/oldest.work.sum
	@go work edit $(foreach module,$(OLDEST),-replace=github.com/aws/$(firstword $(subst @, ,$(module)))=github.com/aws/$(module)) $@

test-long: | go ## run the failure tests with thousands of objects and more moments to kill at
	go test -count=1 -timeout 60m -v $(ARGS) ./test/faults -long

load: | go ## send 50,000 requests through each front end on the emulator, in about 20 minutes
	@go -C test/load test -v -count=1 -timeout 90m -run '^TestLoad$$' . -requests 50000 -rate 90

prove-aws: node_modules/.stamp | go ## deploy a stage to your account, check what only AWS can show, and destroy it
	@go run ./test/aws $(ARGS)

fuzz: | go ## try FUZZTIME inputs on each fuzz test
	@grep -rHoE --include='*_test.go' '^func Fuzz[A-Za-z0-9_]+' albrules lambda constructs local test | while IFS=: read -r file found; do \
		go test "./$$(dirname "$$file")" -run '^$$' -fuzz "^$${found#func }$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 2s; \
	done

##@ Upkeep
.PHONY: golden bench pin upgrade rename release
golden: node_modules/.stamp | go ## rewrite the golden templates and pages
	go test -count=1 ./test/golden -update
	go test -count=1 ./compare/internal/terminal ./compare/internal/page -update
	go -C test/consumer test -count=1 -run Golden . -update

bench: node_modules/.stamp | go ## compare the function with Node.js, time serve, and synth, ls, diff and an edit with JavaScript and TypeScript
	@failed=; go run ./lambda/bench || failed=1; \
	go -C lambda/bench/peers run . || failed=1; \
	go run ./local/serve/bench || failed=1; \
	go run ./test/bench $(ARGS) || failed=1; \
	[ -z "$$failed" ]

pin: ## rewrite each requirements.txt from its requirements.in
	python3 -m venv .local/pin
	.local/pin/bin/pip install --quiet --disable-pip-version-check pip-tools==$(PIP_TOOLS)
	for folder in local test/lifecycle test/policy; do .local/pin/bin/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header \
		--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --output-file $$folder/requirements.txt $$folder/requirements.in; done

upgrade: | go ## move to the newest CDK, and show what it changes in the templates
	@go run tools/upgrade/main.go
	@$(MAKE) --no-print-directory golden
	@cdk flags --unstable=flags
	@git --no-pager diff --stat
	@git --no-pager diff -- '*/testdata/*'

rename: | go ## give every module your own path: make rename MODULE=github.com/you/thing
	@go run tools/rename/main.go "$(MODULE)"

release: test ## tag what CHANGELOG.md calls unreleased: make release VERSION=1.2.3
	@go run tools/release/main.go "$(VERSION)"

##@ This file
.PHONY: help
help: ## list the targets
	@awk 'BEGIN { FS = ":.*## "; print "usage: make TARGET [ARGS=...]" } \
		/^##@ / { print "\n" substr($$0, 5) } \
		/^[a-z-]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

# Set-up. local/setup writes the same stamp.
node_modules/.stamp: package.json package-lock.json
	@command -v npm >/dev/null || { echo "npm is missing: no npm on PATH; install Node.js 20.0 or later" >&2; exit 1; }
	@echo "installing the CDK toolkit and Node.js into node_modules"
	@rm -f $@
	@npm ci --silent
	@touch $@

.local/venv-policy/.stamp: test/policy/requirements.txt
.local/venv-aws/.stamp: test/lifecycle/requirements.txt
.local/venv-policy/.stamp .local/venv-aws/.stamp:
	@echo "installing $< into $(@D)"
	@rm -rf $(@D)
	@python3 -m venv $(@D)
	@$(@D)/bin/pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r $<
	@touch $@

.PHONY: go
go:
	@command -v go >/dev/null || { echo "Go is missing: no go on PATH; install Go 1.26 or later" >&2; exit 1; }
