# The two commands are `make reports` and `make test`. A change of requirements.txt reinstalls; nothing else does.

VENV := .venv
BIN := $(VENV)/bin
# The first Python from 3.11 to 3.13 on the path.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && echo $$python && break; done)
SOURCES := greening pipeline.py tests scripts benchmarks

.PHONY: reports test soak bench lint format lab clean environment

reports: $(VENV)/reports.ready
	$(BIN)/python pipeline.py run

test: $(VENV)/tests.ready lint
	sh scripts/ensure_programs.sh
	$(BIN)/python -m pytest -n 2 --dist loadgroup --no-loadscope-reorder

# A quarter of an hour on two cores that do nothing else; fails where a bound is missed. See benchmarks/results.md.
bench: $(VENV)/tests.ready
	$(BIN)/python -m benchmarks

# Fifty runs killed at chosen moments, each fourth followed by one that finishes; GREENING_SEED=<number> chooses other moments.
soak: $(VENV)/tests.ready
	GREENING_KILLS=52 $(BIN)/python -m pytest -n 0 tests/test_killed.py

lint: $(VENV)/tests.ready
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/mypy greening pipeline.py benchmarks
	$(BIN)/nbstripout --keep-id --verify notebooks/*.ipynb
	$(BIN)/python -m scripts.complexity greening pipeline.py benchmarks

format: $(VENV)/tests.ready
	$(BIN)/ruff check --fix $(SOURCES)
	$(BIN)/ruff format $(SOURCES)

# The notebooks as pages to work in; they read data/ and write data/processed/ as a run does.
lab: $(VENV)/reports.ready
	$(BIN)/jupyter lab notebooks

clean:
	find data/processed reports -mindepth 1 ! -name .gitkeep -delete

environment:
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed and was not found: install python3 and run make again" >&2; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "$(PYTHON) cannot make an environment: install its venv package (Debian, Ubuntu: sudo apt-get install python3-venv) and run make again" >&2; exit 1; }

$(VENV)/reports.ready: requirements.txt | environment
	$(BIN)/python -m pip install --disable-pip-version-check --require-virtualenv -r requirements.txt
	echo "$(CURDIR)" > "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/greening.pth"
	touch $@

$(VENV)/tests.ready: requirements-dev.txt $(VENV)/reports.ready
	$(BIN)/python -m pip install --disable-pip-version-check --require-virtualenv -r requirements-dev.txt
	touch $@
