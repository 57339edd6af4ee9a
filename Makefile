# gongkai: every target works as the first command on a machine with python3, make and git.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# One more than there are cores: crawls wait for the clock as often as they compute.
JOBS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)

.PHONY: setup demo test test-full check properties layouts bench obstacles nights scale kill-test lock clean

setup: $(VENV)/.ready

$(VENV)/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "gongkai needs Python 3.11 or newer; set PYTHON=/path/to/python3"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "no venv module: apt-get install python3-venv, then run this again"; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: setup
	$(BIN)/gongkai demo

test: setup
	$(BIN)/python -m pytest -n $(JOBS)

test-full: setup
	$(BIN)/python -m pytest -n $(JOBS) --full

check: setup
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n $(JOBS) -m "not slow"

properties: setup
	$(BIN)/python -m pytest -n $(JOBS) --dist load -m hypothesis --hypothesis-profile=wide

layouts: setup
	$(BIN)/python -m tests.reports.accuracy 200

kill-test: setup
	$(BIN)/python -m pytest -n $(JOBS) --dist load tests/crawl/test_kill.py tests/kills --kills-per-point 10

bench: setup
	$(BIN)/python -m benchmarks

obstacles: setup
	$(BIN)/python -m tests.obstacles

nights: setup
	$(BIN)/python -m benchmarks.nights quiet 10000
	$(BIN)/python -m benchmarks.nights lying 3000

scale: setup
	$(BIN)/python -m benchmarks.scale $(or $(SIZES),1000 10000)

lock: setup
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --extra dev --no-annotate \
	  --no-header --no-emit-index-url --no-emit-find-links pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) data demo build dist
