# Everything sets itself up: `make demo` or `make test` in a fresh checkout is enough.
# Only relative paths here, because make splits an absolute one at its spaces.

PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python
READY := $(VENV)/ready

# the type checker reads the settings, and touches nothing that they name
SETTINGS := DADKAR_MODE=test DADKAR_DATA=none DADKAR_KEYRING=none DADKAR_SECRET_KEY=none DATABASE_URL=postgresql://none

export PORT DATA
.PHONY: demo test faults check bench messages guide pictures lock clean

demo: $(READY)  ## everything from nothing, then the address and the sign-ins; PORT= and DATA= choose where
	@$(RUN) -m tools.messages compile
	@$(RUN) -m dadkar demo

test: $(READY)  ## every test, on a real PostgreSQL and, where a Chromium is found, in a real browser
	$(RUN) -m pytest -n 2 --dist loadscope --no-loadscope-reorder $(ARGS)

check: $(READY)  ## style, types, floors, templates, translations, migrations, generated docs
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(SETTINGS) $(RUN) -m mypy
	$(VENV)/bin/lint-imports
	$(RUN) -m tools.check

faults: $(READY)  ## 500 filings while web, worker and database are killed in turn: a few minutes
	DADKAR_FAULTS=500 $(RUN) -m pytest tests/test_faults.py tests/test_disk_full.py tests/test_outage.py tests/test_backup.py -s

bench: $(READY)  ## how fast it is under load; SIZES=10k,100k,1m, see docs/performance.md
	@$(RUN) -m tools.messages compile
	@$(RUN) -m bench

messages: $(READY)  ## take up what pages and code say into the rooms' Persian files
	$(RUN) -m tools.messages extract
	$(RUN) -m tools.messages compile

guide: $(READY)  ## make the desk's pages of the guide anew from docs/guide-fa and docs/guide-en
	$(RUN) -m tools.guide write

pictures: $(READY)  ## take the guide's pictures anew, in a browser
	DADKAR_PICTURES=1 DADKAR_REQUIRE_BROWSER=1 $(RUN) -m pytest -q tests/browser/test_guide.py
	$(RUN) -m tools.guide write

lock: $(READY)  ## write both locks anew from pyproject.toml (needs uv)
	uv pip compile --generate-hashes --no-header --universal --python-version 3.11 \
		--output-file requirements.lock pyproject.toml
	uv pip compile --generate-hashes --no-header --universal --python-version 3.11 --group dev \
		--output-file requirements-dev.lock pyproject.toml
	uv pip compile --generate-hashes --no-header --universal --python-version 3.11 \
		--output-file bench/requirements.lock bench/requirements.in

clean:  ## forget the environment and the caches; the demo's data stays
	rm -rf $(VENV) .cache .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis dist build

# One environment for all: demo and tests share it, and the build tools that make messages and fonts are in it.
$(READY): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Dadkar needs Python 3.11 or newer")'
	@echo "Setting up .venv: a minute or two, this once"
	@$(PYTHON) -m venv $(VENV)
	@$(RUN) tools/install.py requirements-dev.lock
	@echo "  building Dadkar: messages and fonts"
	@$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)
