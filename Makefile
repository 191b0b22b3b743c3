.PHONY: setup setup-dev test lint
VENV := .venv
UV := $(VENV)/bin/python -m uv

$(VENV)/bin/python:
	python3 -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check uv

setup: $(VENV)/bin/python
	$(UV) pip install --quiet --python $(VENV) --require-hashes -r requirements.lock
	$(UV) pip install --quiet --python $(VENV) --no-deps -e .

setup-dev: $(VENV)/bin/python
	$(UV) pip install --quiet --python $(VENV) --require-hashes -r requirements-dev.lock
	$(UV) pip install --quiet --python $(VENV) --no-deps -e .

test: setup-dev
	$(VENV)/bin/python -m pytest

lint: setup-dev
	$(VENV)/bin/ruff check processors spiders infra tests
	$(VENV)/bin/mypy
