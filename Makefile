.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

help: ## show what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(READY) ## show the main job on a generated stream and serve the page (ONCE=1: print and end)
	@$(BIN)/trussbot demo $(if $(ONCE),--once)

run: $(READY) ## start the page and the worker with the settings of .env
	@$(BIN)/trussbot run

test: check ## all checks and tests (T=path runs one test)
	@PYTHONDONTWRITEBYTECODE= $(BIN)/pytest $(if $(T),$(T),-m "not soak" -n auto --dist worksteal --cov --cov-report=term --cov-fail-under=90)

check: $(READY) ## format, lint, types, imports: static, under a minute
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/mypy

fix: $(READY) ## mend what format and lint can mend by themselves
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: $(READY) ## print what is fast and what is not, against something measured in the same run
	@for bench in tests/bench/bench_*.py; do echo "== $$bench"; $(BIN)/python -m tests.bench.$$(basename $$bench .py) || exit 1; done

soak: $(READY) ## the tests that take minutes
	@$(BIN)/pytest -m soak

lock: $(READY) ## solve the dependencies anew into requirements.lock
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-emit-index-url --no-header --quiet -o requirements.lock

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Truss needs Python 3.11 or newer; name one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	@echo "Setting up $(VENV) (once, about a minute)..."
	@$(PYTHON) -m venv $(VENV) || { echo "python3 -m venv failed; on Debian: apt-get install python3-venv"; exit 2; }
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

.PHONY: help demo run test check fix bench soak lock
