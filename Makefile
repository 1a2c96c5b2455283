# make run    verdicts on example pictures: in the window, or in the terminal where there is no display
# make test   the test suite
# make lint   style, types, walls, secrets
# make audit  known vulnerabilities in what is installed; asks the network
# make bench  what is measured; let the machine do nothing else
# make figures  measures the bundled model on the labelled pictures in $UNMASK_DATA; ALSO=DIR another beside it
# make space DIR=…  the folder of a Hugging Face Space, ready to be pushed
# make build  the program as a folder that needs no Python; UNMASK_BUILD=small leaves the trainer out
#
# Each works in the virtual environment that is active, else in .venv, which it makes.

ifeq ($(VIRTUAL_ENV),)
VENV := .venv
else ifeq ($(VIRTUAL_ENV),$(CURDIR)/.venv)
VENV := .venv
else
# make takes it for several.
ifneq ($(words $(VIRTUAL_ENV)),1)
$(error The path of the active virtual environment has a space in it: deactivate it first)
endif
VENV := $(VIRTUAL_ENV)
endif
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
PY := $(BIN)/python.exe
else
BIN := $(VENV)/bin
PY := $(BIN)/python
endif
# TensorFlow has packages for these.
PYTHON ?= $(shell for python in python3.12 python3.13 python3.11 python3; do \
	$$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && echo $$python && break; done)
# Offline; hashes and the names of settings are no secrets.
SECRETS := --no-verify --disable-plugin HexHighEntropyString --disable-plugin Base64HighEntropyString \
	--disable-plugin KeywordDetector
INSTALLED := $(VENV)/.unmask-installed
EXAMPLES := .cache/examples
UNMASK_DATA ?= ../shared/data
# A file's tests share what they have trained. More processes than these need more memory than most machines have.
PARALLEL := -n auto --maxprocesses 4 --dist loadfile

.PHONY: run examples test lint audit bench figures space build install clean

run: $(INSTALLED) examples
	@scripts/install-qt-libraries
	$(PY) -m app $(EXAMPLES)

examples: $(INSTALLED)
	@$(PY) scripts/example_pictures.py $(EXAMPLES)

test: $(INSTALLED)
	@scripts/install-qt-libraries
	$(PY) -m pytest $(PARALLEL)

lint: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	git ls-files -z | xargs -0 $(BIN)/detect-secrets-hook $(SECRETS)

audit: $(INSTALLED)
	$(BIN)/pip-audit --skip-editable --progress-spinner off

bench: $(INSTALLED)
	$(PY) -m pytest -m benchmark -s tests/benchmarks

figures: $(INSTALLED)
	$(PY) scripts/figures.py "$(UNMASK_DATA)" $(foreach model,$(ALSO),--also "$(model)")

space: $(INSTALLED)
	@[ -n "$(DIR)" ] || { echo "Say where: make space DIR=/path/to/folder" >&2; exit 2; }
	$(PY) -m app.web.space "$(DIR)"

build: $(INSTALLED)
	@scripts/install-qt-libraries
	$(BIN)/pyinstaller --noconfirm build.spec

install: $(INSTALLED)

$(PY):
	@[ -n "$(PYTHON)" ] || { echo "Unmask needs Python 3.11, 3.12 or 3.13; none was found. Set PYTHON=/path/to/python3.12." >&2; exit 1; }
	@# Debian's leaves a Python without pip where python3-venv is missing: once that is there, it has to be made anew.
	$(PYTHON) -m venv $(VENV) || { rm -f $(PY); exit 1; }

$(INSTALLED): pyproject.toml | $(PY)
	$(PY) -m pip install --quiet --disable-pip-version-check --editable ".[dev]"
	@touch $@

clean:
	rm -rf .cache build dist .venv
