# One word each. `make demo` and `make test` do all of their own set-up in .venv.
PYTHON ?= python3
BIN := .venv/bin
PARALLEL ?= -n 2 --dist loadfile
SETUP := .venv/.installed

.PHONY: demo test coverage nightly lint types check format dvc repro bench docs clean

# Run a sample, check all it published, and make its first round; once there is one, the same round goes out again.
define sample
	$(BIN)/textmine run $(1)
	$(BIN)/textmine verify $(1)
	$(BIN)/textmine review export $(1) --reviewer demo $(if $(wildcard corpora/$(1)/rounds/1),--round 1 --overwrite)
endef

demo: $(SETUP)
	$(call sample,voorbeeld-regiosessies)
	$(call sample,voorbeeld-zienswijzen)
	$(BIN)/textmine merge voorbeeld-dialoog
	$(BIN)/textmine verify voorbeeld-dialoog
	$(BIN)/textmine status voorbeeld-regiosessies
	$(BIN)/textmine status voorbeeld-zienswijzen
	@echo
	@echo "Werkboek: corpora/voorbeeld-regiosessies/review/beoordeling_1_demo.xlsx"
	@echo "Werkboek: corpora/voorbeeld-zienswijzen/review/beoordeling_1_demo.xlsx"
	@echo "Rapport:  corpora/voorbeeld-regiosessies/derived/rapport.html"
	@echo "Rapport:  corpora/voorbeeld-zienswijzen/derived/rapport.html"
	@echo "Samen:    corpora/voorbeeld-dialoog/derived/eindrapport.html"

test: $(SETUP)
	$(BIN)/python -m pytest $(PARALLEL)

coverage: $(SETUP)
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest $(PARALLEL)
	$(BIN)/coverage combine -q
	$(BIN)/coverage report --fail-under=90

nightly: $(SETUP)
	$(BIN)/python -m pytest $(PARALLEL) -m "slow or not slow"

lint: $(SETUP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(SETUP)
	$(BIN)/mypy

check: lint types

format: $(SETUP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

dvc: $(SETUP)
	$(BIN)/textmine dvc

repro: $(SETUP)
	PATH="$(CURDIR)/$(BIN):$$PATH" dvc repro

bench: $(SETUP)
	$(BIN)/python benchmarks/volume.py

clean:
	rm -rf .venv corpora/*/derived

$(SETUP): pyproject.toml constraints.txt
	test -d .venv || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	touch $(SETUP)
