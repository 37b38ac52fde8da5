# 協働ガイドライン アシスタント
#   make run     sets everything up, builds the index if it is missing or stale, and serves the pages
#   make test    sets everything up, with a browser, a Japanese font and a PostgreSQL server, and runs every check
#   make setup   only the virtual environment and the pinned packages
# Needs Python 3.11 or newer. Variables: PYTHON, TORCH_INDEX_URL, HOST, PORT (see README.md).

SHELL := /bin/sh
.DEFAULT_GOAL := help

VENV := .venv
PY := $(VENV)/bin/python

# Set on the command line only: some shells export HOST, and that must never open the service to a network.
PYTHON =
HOST =
PORT =
# PyTorch's own index of CPU builds, where the usual one would bring gigabytes of CUDA.
TORCH_INDEX_URL ?=

# Both pins stand in pyproject.toml and nowhere else.
pin = $(shell sed -n 's/.*"\($(1)==[^"]*\)".*/\1/p' pyproject.toml)

# A stamp says nothing once the Python behind it is gone: removed, upgraded, or the folder moved.
ifneq ($(shell $(PY) -c "print('sound')" 2>/dev/null),sound)
  $(shell rm -f $(VENV)/.ready $(VENV)/.ready-dev)
endif

.PHONY: help setup setup-dev index run lint browser postgresql test bench clean

help:
	@sed -n 's/^#   //p' Makefile

setup: $(VENV)/.ready
setup-dev: $(VENV)/.ready-dev

# A stamp is written last, so a set-up that was cut off is taken up again by the next make.
$(VENV)/.ready: pyproject.toml
	@.ci/make-venv "$(VENV)" $(PYTHON)
	$(PY) -m pip install --disable-pip-version-check "$(call pin,setuptools)"
	$(PY) -m pip install --disable-pip-version-check $(if $(TORCH_INDEX_URL),--index-url "$(TORCH_INDEX_URL)") "$(call pin,torch)"
	$(PY) -m pip install --disable-pip-version-check --no-build-isolation --editable '.[lock]'
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready
	$(PY) -m pip install --disable-pip-version-check --no-build-isolation --editable '.[lock,dev,postgresql,transformer]'
	@touch $@

index: setup
	# 1: a new index would lose answers and waits; the one before goes on.
	$(PY) -m assistant rebuild --if-stale || [ $$? -eq 1 ]

run: index
	$(if $(HOST),GUIDE_HOST="$(HOST)") $(if $(PORT),GUIDE_PORT="$(PORT)") $(PY) app.py

lint: setup-dev
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m mypy

browser: setup-dev
	@.ci/provide-browser $(PY)

postgresql:
	@.ci/provide-postgresql

test: setup-dev browser postgresql lint
	$(PY) -m pytest

bench: setup-dev
	$(PY) -m tests.benchmarks.speed

# Leaves var/, where the built index and what people wrote are kept.
clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
