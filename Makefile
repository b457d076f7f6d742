# Two commands: `make demo` opens a living demonstration, `make test` passes the tests. Both set up what they need.
# Nothing is wanted but Python ≥ 3.11 and make.

PYTHON ?= python3
PORT ?= 8000
RESET ?=
UV := $(or $(shell command -v uv),.uv/bin/uv)
BIN := .venv/bin
# Dozens of processes are started while testing: each would compile the product anew where nothing may be kept.
unexport PYTHONDONTWRITEBYTECODE
UV_VENV := VIRTUAL_ENV=$(CURDIR)/.venv $(UV)
COMPILE := $(UV) pip compile --quiet --universal --generate-hashes --no-header $(UPGRADE)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo setup test lint pytest bench lock clean

help:  ## show this list
	@awk -F':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: setup  ## open the demonstration; RESET=1 starts afresh, PORT=8001 answers elsewhere
	@exec $(BIN)/stegvis demo --port $(PORT) $(if $(filter-out 0,$(RESET)),--reset)

setup: .venv/installed  ## make .venv with the program and the development tools

# Types are checked by one process while the tests run in two others; the tests end last.
test: setup  ## check style, types, import contracts and migrations, and run every test
	@scripts/test-tools
	@$(MAKE) --no-print-directory --jobs 2 lint pytest

pytest: setup
	$(BIN)/python -m pytest -n 2 --dist worksteal

lint: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	STEGVIS_MODE=test $(BIN)/mypy
	$(BIN)/lint-imports
	STEGVIS_MODE=test STEGVIS_DATABASE_ROLE=owner STEGVIS_DATA_DIR=.cache/lint DJANGO_SETTINGS_MODULE=stegvis.web.settings \
		$(BIN)/python -W ignore -m django makemigrations --check --dry-run

bench: setup  ## measure the promises; QUICK=1 takes under half a minute each
	@for script in benchmarks/[a-z]*.py; do echo "== $$script"; $(BIN)/python $$script $(if $(QUICK),--quick) || exit 1; done

lock: .uv-there  ## write the lock files anew; UPGRADE=--upgrade takes newer versions
	$(COMPILE) pyproject.toml --extra demo --extra accelerator --extra farm --group dev -o requirements.lock
	$(PYTHON) scripts/build_requirements.py | $(COMPILE) --no-annotate - -o build-constraints.txt
	echo uv | $(COMPILE) --no-annotate - -o scripts/uv-requirements.txt

clean:  ## take away what was made here, but for the demonstration's data
	rm -rf .venv .uv .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache dist
	rm -rf src/stegvis/static/vendor
	find src -name '*.mo' -delete

MESSAGES := $(shell find src -name '*.po')
BUILD_INPUTS := pyproject.toml build-constraints.txt hatch_build.py src/stegvis/__init__.py $(wildcard frontend/*) $(MESSAGES)

.venv/installed: requirements.lock $(BUILD_INPUTS) | .uv-there
	@test -x $(BIN)/python || $(UV) venv --quiet --python "$(PYTHON)" .venv
	$(UV_VENV) pip sync --quiet --compile-bytecode --require-hashes requirements.lock
	$(UV_VENV) pip install --quiet --no-deps --build-constraints build-constraints.txt --editable .
	@touch $@

.PHONY: .uv-there
.uv-there:
	@test -x "$$(command -v $(UV))" || scripts/get-uv "$(PYTHON)"
