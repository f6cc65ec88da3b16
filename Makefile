# Everything a fresh machine needs is Python 3.11 or newer and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile

.PHONY: help demo test check format environment locks wheelhouse bench size clean

help:
	@echo "make demo        environment, made-up adverts, the leads, a report to open"
	@echo "make test        every test that this machine can run, and which it cannot"
	@echo "make check       style, types, direction of imports"
	@echo "make format      bring the code into its shape"
	@echo "make bench       measure beside peers (DATA=folder with the measuring data)"
	@echo "make wheelhouse  a folder that installs on a machine without network"
	@echo "make size        what a base install weighs"
	@echo "make locks       write requirements/ anew from pyproject.toml"

$(BIN)/python:
	@sh tools/environment "$(PYTHON)" "$(VENV)"

$(VENV)/.base: requirements/base.txt requirements/build.txt pyproject.toml | $(BIN)/python
	@echo "installing palermo into $(VENV)"
	@$(PIP) --require-hashes -r requirements/base.txt
	@$(PIP) --require-hashes -r requirements/build.txt
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.base
	@echo "installing what the tests need"
	@$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

environment: $(VENV)/.base

demo: $(VENV)/.base
	@$(BIN)/palermo demo demo

test: $(VENV)/.dev
	@$(BIN)/python tools/test

check: $(VENV)/.dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

format: $(VENV)/.dev
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(VENV)/.dev
	@$(BIN)/palermo bench adverts $(if $(DATA),--data $(DATA))

wheelhouse: $(VENV)/.base
	@rm -rf wheelhouse
	@$(BIN)/python -m pip download --quiet --disable-pip-version-check --only-binary :all: --require-hashes -r requirements/base.txt --dest wheelhouse
	@$(BIN)/python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir wheelhouse .
	@cp requirements/base.txt wheelhouse/requirements.txt
	@cp tools/wheelhouse.txt wheelhouse/README.txt
	@echo "wheelhouse/ is ready; wheelhouse/README.txt says how to install from it"

size: $(VENV)/.base
	@$(BIN)/python tools/size

locks:
	@sh tools/locks

clean:
	@rm -rf $(VENV) build dist wheelhouse
