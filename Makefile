# What a newcomer runs. Everything is installed into .venv from the pinned requirements.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/pip install --quiet --disable-pip-version-check --no-compile

.PHONY: demo test lint faults fuzz fuzz-web fuzz-patterns same spark evals bench lock licences sbom install-check clean

demo: $(VENV)/.installed  ## the sample case, in the terminal and as a page
	@$(BIN)/firsthand demo

test: $(VENV)/.installed-dev  ## lint, types, the import rule, all tests
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/pytest -n 2

faults: $(VENV)/.installed-dev  ## kills at many more moments than the tests try; FAULTS=200 for more still
	FAULTS=$(or $(FAULTS),40) $(BIN)/pytest tests/faults

fuzz: $(VENV)/.installed-dev  ## bytes that nobody would send, to every reader; SECONDS=3600 for each target
	$(BIN)/pip install --quiet --disable-pip-version-check atheris==3.0.0
	nice $(BIN)/python -m fuzz --seconds $(or $(SECONDS),600)

fuzz-web: $(VENV)/.installed-dev  ## addresses and forms of the workbench that no browser would send; EXAMPLES=1000 for each
	$(BIN)/pip install --quiet --disable-pip-version-check schemathesis==4.32.5
	$(BIN)/python -m fuzz.web --examples $(or $(EXAMPLES),200)

fuzz-patterns: $(VENV)/.installed-dev  ## which regular expressions take long on words that repeat themselves
	$(BIN)/python -m fuzz.patterns

same: $(VENV)/.installed-dev  ## the same bytes in ten orders, on every store and engine (Spark and PostgreSQL needed)
	$(BIN)/python -m bench.same

spark: $(VENV)/.installed-dev  ## Spark beside the rest, for the tests of its engine (400 MB; Java 17 is the system's)
	$(BIN)/pip install --quiet --disable-pip-version-check pyspark==4.0.5

evals: $(VENV)/.installed-dev  ## quality on gold data, against the floors
	$(BIN)/python -m evals

bench: $(VENV)/.installed  ## speed and memory
	$(BIN)/python -m bench

# Pins are kept where they can be; `make lock UP="--upgrade"` raises them.
LOCK = build/lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --no-annotate $(UP)

lock:  ## requirements.txt and requirements-dev.txt, pinned with their hashes
	$(PYTHON) -m venv build/lock
	build/lock/bin/pip install --quiet --disable-pip-version-check uv==0.13.9
	$(LOCK) pyproject.toml --output-file requirements.txt
	$(LOCK) requirements-dev.in --constraints requirements.txt --output-file requirements-dev.txt

licences: $(VENV)/.installed  ## docs/licences.md, from what the packages say of themselves
	$(BIN)/python -m supply licences

sbom: $(VENV)/.installed  ## build/sbom.cdx.json: a bill of materials (CycloneDX)
	$(PYTHON) -m venv build/sbom
	build/sbom/bin/pip install --quiet --disable-pip-version-check cyclonedx-bom==7.5.0
	build/sbom/bin/cyclonedx-py environment --output-reproducible --pyproject pyproject.toml \
		--mc-type application --output-file build/sbom.cdx.json $(BIN)/python

install-check:  ## installs from wheels alone and runs without network and home (Linux)
	$(PYTHON) -m supply install

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
