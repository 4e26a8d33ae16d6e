.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
WORDS ?= words
RUNS := requirements$(if $(WORDS),-$(WORDS)).lock
BIN := $(VENV)/bin
READY := $(VENV)/.ready
READY_DEV := $(VENV)/.ready-dev
SOLVE := $(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --quiet
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps

help: ## show what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(READY) ## show the main job on a generated stream and serve the page (ONCE=1: print and end; WORDS=: set up without the captions' model)
	@$(BIN)/trussbot demo $(if $(ONCE),--once)

run: $(READY) ## start the page and the worker with the settings of .env
	@$(BIN)/trussbot run

test: style ## all checks and tests (T=path runs one test)
	@$(BIN)/mypy >$(VENV)/types.txt 2>&1 & types=$$!; \
	PYTHONDONTWRITEBYTECODE= $(BIN)/pytest $(if $(T),$(T),-m "not soak" -n auto --dist worksteal); status=$$?; \
	wait $$types || status=1; cat $(VENV)/types.txt; exit $$status

coverage: $(READY_DEV) ## all tests, measuring that they run at least 90 % of the branches
	@$(BIN)/pytest -m "not soak" -n auto --dist worksteal --cov --cov-report=term --cov-fail-under=90

check: style ## format, lint, types, imports: static, under a minute
	@$(BIN)/mypy

style: $(READY_DEV)
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/lint-imports --no-cache

fix: $(READY_DEV) ## mend what format and lint can mend by themselves
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(READY_DEV) ## print what is fast and what is not, against something measured in the same run
	@for bench in tests/bench/bench_*.py; do echo "== $$bench"; $(BIN)/python -m tests.bench.$$(basename $$bench .py) || exit 1; done

soak: $(READY_DEV) ## the tests that take minutes
	@$(BIN)/pytest -m soak

audit: ## ask whether a dependency has a known weakness (skipped, with the reason, where nobody can say)
	@$(PYTHON) deploy/audit.py $(VENV)/audit

sbom: ## write what Truss consists of, with licences, to dist/sbom.cdx.json (CycloneDX)
	@$(PYTHON) deploy/bill_of_materials.py dist/sbom.cdx.json

lock: $(READY) ## solve the dependencies anew: requirements.lock runs Truss, the others add
	@$(BIN)/python -m pip install --quiet uv
	@$(SOLVE) pyproject.toml -o requirements.lock
	@for extra in words words-all; do $(SOLVE) pyproject.toml --extra $$extra -c requirements.lock -o requirements-$$extra.lock || exit 1; done
	@for more in build dev audit; do $(SOLVE) --group $$more -c requirements.lock -o requirements-$$more.lock || exit 1; done

$(READY): $(RUNS) requirements-build.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Truss needs Python 3.11 or newer; name one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	@echo "Setting up $(VENV) with what runs Truss (once, about a minute)..."
	@$(PYTHON) -m venv $(VENV) || { echo "python3 -m venv failed; on Debian: apt-get install python3-venv"; exit 2; }
	@$(PIP) --require-hashes -r $(RUNS) -r requirements-build.lock
	@$(PIP) --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q bot cogs config core
	@touch $@

$(READY_DEV): $(READY) requirements-dev.lock requirements-words-all.lock
	@echo "Adding what tests and checks need to $(VENV) (once, about a minute)..."
	@$(PIP) --require-hashes -r requirements-dev.lock -r requirements-words-all.lock
	@touch $@

.PHONY: help demo run test coverage check style fix bench soak audit sbom lock
