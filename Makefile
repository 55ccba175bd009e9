# `make` alone lists the commands. Everything is installed into .venv and built into _build.
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PROOFS := $(VENV)/.proofs

# One thread, one hash seed, nobody's own settings: the same bytes in every run.
export OMP_NUM_THREADS := 1
export OPENBLAS_NUM_THREADS := 1
export MKL_NUM_THREADS := 1
export PYTHONHASHSEED := 0
export MPLCONFIGDIR := $(abspath $(VENV))/matplotlib
export IPYTHONDIR := $(abspath $(VENV))/ipython

# The first candidate that really runs and has a version we support; its name proves nothing.
SUPPORTED := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))
PYTHON ?= $(shell for python in python3.14 python3.13 python3.12 python3.11 python3; do \
	$$python -c '$(SUPPORTED)' 2>/dev/null && echo $$python && break; done)

.PHONY: help book test check lint format refresh splits atlas serve lab notebooks pins bench clean links lighthouse
.PHONY: trained test-platforms test-frameworks test-fresh-seeds test-exact test-properties test-mutations test-sabotage test-time test-lab test-download test-clinic
help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-17s %s\n", $$1, $$2 }' Makefile

define CHECK_PYTHON
@$(or $(PYTHON),false) -c '$(SUPPORTED)' || \
  { echo "Python 3.11, 3.12, 3.13 or 3.14 is needed: make PYTHON=/path/to/python3.14" >&2; exit 1; }
endef

$(READY): requirements.txt
	$(CHECK_PYTHON)
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --requirement requirements.txt
	$(BIN)/python -c 'import matplotlib.font_manager'  # builds its font list, which takes a while
	git config diff.jupytext.textconv '$(BIN)/jupytext --quiet --to md:myst --output -' 2>/dev/null || true
	@touch $@

# What only the tests in a browser and the generated cases need.
$(PROOFS): $(READY) tests/requirements.txt
	$(BIN)/python -m pip install --quiet --requirement tests/requirements.txt
	@touch $@

BUILD := $(BIN)/jupyter-book build -W -n --keep-going .

book: $(READY) ## build the site: _build/html/index.html
	$(BUILD) || { rm -rf _build/.doctrees; exit 1; }  # else an unchanged page is not complained of twice

# What takes longest goes first, or one core waits for the other at the end.
PYTEST := $(BIN)/pytest -n 2 --dist loadscope --no-loadscope-reorder
FIRST := tests/book/test_browser.py $(addprefix tests/formulas/test_properties_,of_rows.py laws.py) \
	tests/book/test_explorer.py

test: lint $(PROOFS) ## prove the book: style, site, notebooks, unit tests
	rm -rf _build/html _build/.doctrees _build/jupyter_execute
	$(BUILD)
	$(PYTEST) --nbval --nbval-current-env --nbval-cell-timeout=120 $(FIRST) book tests

check: lint $(PROOFS) ## what changed since the last commit (SINCE=main for another): fast tests, changed pages
	$(BIN)/python book/_tools/check.py $(SINCE)

# A page has a narrow column.
PAGES_FORMAT := $(BIN)/ruff format --line-length 80 book/*.ipynb

lint: $(READY) ## check style and format
	$(BIN)/ruff check
	$(BIN)/ruff format --check --exclude '*.ipynb'
	$(PAGES_FORMAT) --check

format: $(READY) ## format the code
	$(BIN)/ruff check --fix
	$(BIN)/ruff format --exclude '*.ipynb'
	$(PAGES_FORMAT)

refresh: $(READY) ## run the notebooks and store their outputs; PAGES="book/binary.ipynb" for some
	$(BIN)/python book/_tools/refresh.py $(PAGES)

splits: $(READY) ## compare what the pages compare on five other random splits; PAGES="book/binary.ipynb"
	$(BIN)/python book/_tools/splits.py $(PAGES)

atlas: $(READY) ## train every output with every loss, what is missing of it (KINDS="labels" OPTIONS="--jobs 1")
	$(BIN)/python book/_tools/atlas.py $(KINDS) $(OPTIONS)

serve: book ## look at the site on http://127.0.0.1:8000
	$(BIN)/python -m http.server --bind 127.0.0.1 --directory _build/html 8000

LAB := .venv-lab
$(LAB)/.ready: book/requirements.txt
	$(CHECK_PYTHON)
	$(PYTHON) -m venv --clear $(LAB)
	$(LAB)/bin/python -m pip install --quiet --requirement book/requirements.txt
	@touch $@

lab: $(LAB)/.ready ## open the pages in JupyterLab; OPTIONS="--no-browser --port 8890" for its own
	$(LAB)/bin/jupyter lab $(OPTIONS) book

test-lab: $(LAB)/.ready ## JupyterLab as `make lab` starts it: answers, runs a page's first cell, stops
	$(LAB)/bin/python tests/proofs/lab.py

test-download: $(READY) ## one notebook from the site in an empty environment (needs the network)
	$(BIN)/python tests/proofs/download.py $(PAGES)

notebooks: $(READY) ## give each notebook a first cell that fetches the package from REPOSITORY (an address)
	$(BIN)/python book/_tools/launchable.py $(REPOSITORY)

links: $(READY) ## ask every external link whether it is alive (needs the network)
	$(BIN)/jupyter-book build --builder linkcheck .

test-platforms: $(PROOFS) ## the pages once more as if on other processors; ends in a table
	$(BIN)/python tests/proofs/platforms.py $(SETTINGS)

test-time: $(READY) ## how long `make test` takes, beside the same notebooks with empty cells
	$(BIN)/python tests/proofs/time_budget.py

FRAMEWORKS := .venv-frameworks
$(FRAMEWORKS)/.ready: $(READY) tests/proofs/frameworks/requirements.txt
	$(BIN)/python -m venv --clear $(FRAMEWORKS)
	$(FRAMEWORKS)/bin/python -m pip install --quiet -r requirements.txt -r tests/proofs/frameworks/requirements.txt
	@touch $@

test-frameworks: $(FRAMEWORKS)/.ready ## values, gradients, the code to copy and common mistakes in PyTorch, Keras, JAX, boosters
	$(FRAMEWORKS)/bin/python tests/proofs/frameworks/compare.py $(OPTIONS)

test-fresh-seeds: $(READY) ## what the pages assert, once more with a hundred other seeds
	$(BIN)/python tests/proofs/fresh_seeds.py

trained: $(PROOFS) ## what the facts say of each row, and which pages train it, for the table of evidence
	$(BIN)/python tests/proofs/witnesses.py
	$(BIN)/python tests/proofs/trained.py

test-exact: $(PROOFS) ## matched values and gradients against fifty digits
	$(BIN)/python tests/proofs/exactness.py $(NAMES)

test-properties: $(PROOFS) ## the laws of every activation and loss with ten times as many cases
	$(BIN)/python tests/proofs/properties.py

test-clinic: $(READY) ## bugs found and false alarms: our advice beside the rules of two other tools
	$(BIN)/python tests/proofs/clinic.py $(OPTIONS)

MUTATIONS := .venv-mutations
$(MUTATIONS)/.ready: $(PROOFS)
	$(BIN)/python -m pip install --quiet --target $(MUTATIONS) cosmic-ray==8.7.0
	@touch $@

test-mutations: $(MUTATIONS)/.ready ## break the formulas in one place at a time; a unit test must notice
	$(BIN)/python tests/proofs/mutations.py

test-sabotage: $(PROOFS) ## break a copy of the book in many ways and see who notices
	$(BIN)/python -B tests/proofs/sabotage.py

NODE := $(VENV)/.node
$(NODE): $(READY)
	$(BIN)/python -m pip install --quiet --editable '.[lighthouse]'
	@touch $@

lighthouse: book $(NODE) ## score pages as a phone would, beside a default Jupyter Book page
	$(BIN)/python book/_tools/lighthouse.py $(PAGES)

bench: $(READY) ## time the training loop beside other libraries
	$(BIN)/python tests/benchmarks/bench_training.py

PIN := $(BIN)/uv pip compile - --quiet --universal --python-version 3.11 \
	--fork-strategy fewest --no-annotate --custom-compile-command 'make pins' $(UPGRADE)
PINNED := $(abspath $(VENV))/pinned.txt

# One version of a package in all files; what the tests add is a list of additions.
pins: $(READY) ## pin what pyproject.toml asks for; UPGRADE=--upgrade for newer versions
	$(BIN)/python -m pip install --quiet uv==0.13.9
	echo '-e .[book,test]' | $(PIN) --output-file requirements.txt
	grep '==' requirements.txt > $(PINNED)
	echo '-e .[proofs]' | $(PIN) --output-file tests/requirements.txt --constraint $(PINNED) \
	  --no-emit-package pairings $$(sed 's/^\([^=]*\)==.*/--no-emit-package \1/' $(PINNED))
	echo '-e .[lab]' | $(PIN) --output-file book/requirements.txt --constraint $(PINNED)

clean: ## remove what was built; the environment stays
	rm -rf _build .pytest_cache .ruff_cache .hypothesis
