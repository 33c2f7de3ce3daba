# SPDX-License-Identifier: AGPL-3.0-or-later
# Every command a person needs. Each does its own set-up; nothing has to be installed before
# except Python 3.11 or newer and make.

PY ?= python3
PORT ?= 8000
WORKERS ?= 2
VENV := .venv
BIN := $(VENV)/bin
STANDARD := not bench and not faults and not load and not matrix and not fuzz

.DEFAULT_GOAL := help
.PHONY: help demo test check fmt bench docs lock load faults fuzz matrix pythons a11y lint types imports \
	migrations generated compliance licences messages machine clean sbom

help:  ## this list
	@grep -hE '^[a-z0-9]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 14

# --- What a newcomer types ---------------------------------------------------------------------

demo: $(VENV)/.run  ## everything at once, with an invented caseload: address and logins are printed
	@PORT=$(PORT) CASES=$(CASES) $(BIN)/python -m kim.supervisor

# What starts the whole installation gets the machine for itself. QUICK=1 leaves out what takes long.
test: $(VENV)/.dev machine  ## the whole suite, in the browser too
	@status=0; \
	$(BIN)/python -m pytest -q -n $(WORKERS) --dist loadgroup -m "$(STANDARD) and not demo$(if $(QUICK), and not long)" $(ARGS) || status=1; \
	$(if $(ARGS),:,$(BIN)/python -m pytest -q -m "demo and not faults") || status=1; \
	exit $$status

# --- What continuous integration runs ----------------------------------------------------------

check: lint types imports migrations generated compliance licences messages test  ## everything that must be green

lint: $(VENV)/.dev
	@$(BIN)/ruff format --check --quiet . || (echo "Not formatted: make fmt"; exit 1)
	@$(BIN)/ruff check --quiet .
	@$(BIN)/djlint --check --quiet templates

types: $(VENV)/.dev
	@$(BIN)/mypy kim workflows indicators casemanagement permissions attacker tests bench manage.py conftest.py

imports: $(VENV)/.dev
	@$(BIN)/lint-imports

migrations: $(VENV)/.dev
	@$(BIN)/python -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run

generated: $(VENV)/.dev
	@$(BIN)/python -m kim.docs --check

compliance: $(VENV)/.dev  ## does every answer to a security standard lead to a test or a paper?
	@$(BIN)/python -m kim.compliance --check

sbom: $(VENV)/.dev  ## the bill of materials of this version as CycloneDX, to .var/sbom.json
	@mkdir -p .var && $(BIN)/python -m kim.sbom > .var/sbom.json && echo .var/sbom.json

licences: $(VENV)/.dev
	@$(BIN)/reuse lint --quiet || $(BIN)/reuse lint

messages: $(VENV)/.dev
	@$(BIN)/python -m kim.messages --check

# --- While working -----------------------------------------------------------------------------

fmt: $(VENV)/.dev  ## format everything
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format --quiet .
	@$(BIN)/djlint --reformat --quiet templates || true

docs: $(VENV)/.dev machine  ## process pictures, access concept, screenshots
	@$(BIN)/python -m kim.docs

bench: $(VENV)/.dev  ## speed at 10,000 and 100,000 cases (BENCH_CASES=1000000 wants 20 GB and half an hour)
	@$(BIN)/python -m bench

faults: $(VENV)/.dev  ## kill processes in the middle of their work
	@$(BIN)/python -m pytest -q -m faults $(ARGS)

fuzz: $(VENV)/.dev  ## ten thousand malformed requests, none of which may be an error of the program
	@$(BIN)/python -m pytest -q -s -m fuzz $(ARGS)

load: $(VENV)/.dev  ## many people at once
	@$(BIN)/python -m pytest -q -m load $(ARGS)

matrix: $(VENV)/.dev  ## who may what, asked in full: every request, leak hunt, guard mutants, planted faults
	@$(BIN)/python -m pytest -q -m matrix -n $(WORKERS) $(ARGS)

pythons: $(VENV)/.dev  ## the suite on each Python that is installed here
	@for python in python3.11 python3.12 python3.13 python3.14; do \
	  command -v $$python >/dev/null || continue; \
	  echo "== $$python"; $(MAKE) --no-print-directory test PY=$$python VENV=.var/pythons/$$python || exit 1; \
	done

a11y: $(VENV)/.dev machine  ## axe-core on every page, for every role
	@KIM_REQUIRE_BROWSER=1 $(BIN)/python -m pytest -q -m browser -k "axe or barrier" $(ARGS)

lock: $(VENV)/.uv  ## lock the dependencies again, with hashes and without the place they came from
	@$(BIN)/uv --version >/dev/null || (echo "make lock needs uv"; exit 1)
	@mkdir -p .var && echo uv > .var/uv.in
	@$(LOCK) .var/uv.in -o requirements/uv.txt
	@$(LOCK) pyproject.toml -o requirements/run.txt
	@$(LOCK) --group dev -c requirements/run.txt pyproject.toml -o requirements/dev.txt
	@! grep -nE 'https?://|file:|--(extra-)?index-url|--find-links' requirements/*.txt

LOCK = $(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate

clean:  ## throw away what can be made again (demo data included)
	rm -rf $(VENV) .var .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

# --- Set-up ------------------------------------------------------------------------------------

# The browser of the tests, where it may be installed; elsewhere the tests say loudly that it is missing.
machine:
	@sh tools/machine.sh

# uv is ten times as fast; where it cannot be had, pip installs the same hashes.
$(VENV)/.uv: requirements/uv.txt
	@$(PY) -c 'import sys; v = sys.version_info; v >= (3, 11) or sys.exit("KIM needs Python 3.11 or newer, $(PY) is %d.%d. Another one: make PY=python3.12" % v[:2])'
	@echo "Python environment in $(VENV) ..."
	@$(PY) -m venv $(VENV) || (echo "Python's venv is missing; on Debian and Ubuntu: apt-get install python3-venv"; exit 1)
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/uv.txt \
	  || echo "uv cannot be installed here; pip takes its place, which is slower."
	@touch $@

# The demo adds what it needs and leaves the developers' tools alone.
PIP = $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --only-binary :all: -r $<
UV = $(BIN)/uv pip $(1) -q --require-hashes --no-build --python $(BIN)/python $(2) $<
FILL = if [ -x $(BIN)/uv ]; then $(call UV,$(1),$(2)); else $(PIP); fi

$(VENV)/.run: requirements/run.txt $(VENV)/.uv
	@echo "Dependencies ..."
	@$(call FILL,install,-r)
	@touch $@

$(VENV)/.dev: requirements/dev.txt requirements/run.txt $(VENV)/.uv
	@echo "Dependencies with the tools ..."
	@$(call FILL,sync,)
	@touch $(VENV)/.run $@
