# What a newcomer runs. Everything is installed into .venv from the pinned requirements.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/pip install --quiet --disable-pip-version-check --no-compile

.PHONY: demo test lint evals bench clean

demo: $(VENV)/.installed  ## the sample case, in the terminal and as a page
	@$(BIN)/firsthand demo

test: $(VENV)/.installed-dev  ## lint, types, the import rule, all tests
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/pytest -n 2

evals: $(VENV)/.installed-dev  ## quality on gold data, against the floors
	$(BIN)/python -m evals

bench: $(VENV)/.installed  ## speed and memory
	$(BIN)/python -m bench

$(VENV)/.installed: requirements.txt pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) -r requirements.txt
	$(INSTALL) --no-deps --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.txt
	$(INSTALL) -r requirements-dev.txt
	@touch $@

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
