.PHONY: help setup setup-dev run test lint soak bench peers quality lock
VENV := .venv
PYTHON := $(VENV)/bin/python
UV := $(PYTHON) -m uv
# A stamp is newer than its lock once the lock is installed, so a second `make run` starts at once.
CORE := $(VENV)/.core
DEV := $(VENV)/.dev

help:
	@echo "make run    set up and start the demo: outlets, search, the reader's page"
	@echo "make setup  set up alone; .venv/bin/rasid is there after it"
	@echo "make test   the whole suite      make lint   ruff, mypy, import-linter"
	@echo "make soak   long fault campaigns"
	@echo "make bench  writes docs/performance.md        make quality  writes docs/quality.md"

$(PYTHON):
	python3 -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Rasid needs Python 3.11 or newer; python3 is " + sys.version)'
	python3 -m venv $(VENV)
	$(PYTHON) -m pip install --quiet --disable-pip-version-check uv

$(CORE): $(PYTHON) requirements.lock pyproject.toml
	$(UV) pip install --quiet --python $(VENV) --require-hashes -r requirements.lock
	$(UV) pip install --quiet --python $(VENV) --no-deps -e .
	@touch $@

$(DEV): $(PYTHON) requirements-dev.lock pyproject.toml
	$(UV) pip install --quiet --python $(VENV) --require-hashes -r requirements-dev.lock
	$(UV) pip install --quiet --python $(VENV) --no-deps -e .
	@touch $@

setup: $(CORE)

setup-dev: $(DEV)

run: setup
	$(VENV)/bin/rasid demo

# In two processes, a file in one of them: the tests wait for servers half of the time. In the order of collection, for
# Airflow's take longest and come first. (pytest 9.2 takes no notice of pytest-xdist 3.8's groups.)
test: setup-dev
	$(PYTHON) -m pytest -n 2 --dist loadfile --no-loadscope-reorder

lint: setup-dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

soak: setup-dev
	$(PYTHON) -m pytest -m soak --timeout 0

# The extractors that docs/quality.md and docs/performance.md stand beside, away from Rasid's own packages.
peers: $(PYTHON)
	python3 -m venv .venv-peers
	$(UV) pip install --quiet --python .venv-peers --require-hashes -r bench/peers/requirements.lock

quality: setup-dev peers
	$(PYTHON) -m bench.quality

bench: setup-dev peers
	$(PYTHON) -m bench

LOCK := $(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11
lock: $(PYTHON)
	$(LOCK) bench/peers/requirements.in -o bench/peers/requirements.lock
	$(LOCK) pyproject.toml -o requirements.lock
	$(LOCK) pyproject.toml --all-extras --group dev -o requirements-dev.lock
