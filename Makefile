# nablint's tasks. Everything runs from .venv, which `make` sets up and keeps as pyproject.toml asks.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python3.10; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin

.PHONY: help setup demo test lint bench generate clean

help:
	@echo "make demo      set up and lint the examples"
	@echo "make test      ruff, mypy, the import contract, pytest"
	@echo "make lint      the first three only"
	@echo "make bench     measure speed on ../shared/corpus, where it is there"
	@echo "make generate  write again what is generated from the rules and the settings"

setup: .venv/.ready

.venv/.ready: pyproject.toml
	@test -n "$(PYTHON)" || { echo "nablint needs Python 3.10 or newer"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --group test --group lint --editable '.[server]'
	@touch $@

demo: setup
	@$(BIN)/nablint check --exit-zero --no-cache examples

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

# All checks run even where an early one fails; pytest comes last, so that its summary ends the output.
test: setup
	@failed=0; \
	$(MAKE) --no-print-directory --keep-going lint || failed=1; \
	$(BIN)/python -m pytest -n auto || failed=1; \
	exit $$failed

bench: setup
	$(BIN)/python scripts/bench.py

generate: setup
	$(BIN)/python scripts/generate.py

clean:
	rm -rf .venv build dist .nablint_cache .pytest_cache .mypy_cache .ruff_cache
