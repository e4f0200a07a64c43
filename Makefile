# Rondom: `make run` starts everything, `make demo` shows it with made-up people.
PORT ?= 5000
INSTANCE ?= instance
PYTHON ?= python3
VENV := .venv
STAMP := $(VENV)/.installed
CATALOGUES := $(wildcard app/translations/*/LC_MESSAGES/messages.po)
DEV_STAMP := $(VENV)/.installed-dev

.PHONY: run demo install install-dev test bench torture lint lock messages

run: $(STAMP)
	@RONDOM_INSTANCE="$(INSTANCE)" $(VENV)/bin/rondom serve --port $(PORT)

demo: $(STAMP)
	@$(VENV)/bin/rondom demo --port $(PORT)

install: $(STAMP)

install-dev: $(DEV_STAMP)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Rondom needs Python 3.11 or newer; say make PYTHON=python3.12 …"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(STAMP): requirements.lock pyproject.toml $(CATALOGUES) | $(VENV)/bin/python
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(VENV)/bin/pybabel -q compile --directory app/translations
	@touch $@

$(DEV_STAMP): requirements-dev.lock $(STAMP)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock
	@touch $@

test: $(DEV_STAMP)
	@$(VENV)/bin/python -m tests.run

bench: $(DEV_STAMP)
	@$(VENV)/bin/python -m tests.bench $(BENCH)

# Kills, cuts and floods in full size and real time, for about an hour; needs PostgreSQL.
torture: $(DEV_STAMP)
	@$(VENV)/bin/python -m tests.torture $(TORTURE)

lint: $(DEV_STAMP)
	$(VENV)/bin/ruff check . && $(VENV)/bin/ruff format --check . && $(VENV)/bin/mypy && $(VENV)/bin/lint-imports

# Needs uv; writes both lock files with hashes and without any index address.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --extra build pyproject.toml --output-file requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --extra build --group dev pyproject.toml --output-file requirements-dev.lock --constraint requirements.lock

# Collects the texts to translate, updates and compiles the catalogues.
messages: $(DEV_STAMP)
	$(VENV)/bin/pybabel -q extract --mapping-file babel.cfg --keyword text --keyword text_n:1,2 --keyword lazy_gettext --omit-header --no-location --sort-output --output-file app/translations/messages.pot .
	$(VENV)/bin/pybabel -q update --input-file app/translations/messages.pot --output-dir app/translations --no-fuzzy-matching --ignore-obsolete --width 110
	$(VENV)/bin/pybabel -q compile --directory app/translations
