# make help lists what there is to do.

SHELL := /bin/bash
VENV ?= .venv
PYTHON ?= python3
BIN := $(VENV)/bin
# (Not `abspath`, which takes a path with blanks for several.)
HERE := $(if $(filter /%,$(firstword $(VENV))),,$(CURDIR)/)

export PATH := $(HERE)$(BIN):$(PATH)
# Here Python finds what it loads first of all (scripts/sitecustomize.py).
export PYTHONPATH := $(CURDIR)/scripts$(addprefix :,$(PYTHONPATH))
# Compiled once at set-up, whatever the surroundings say: else every program pays the compiler anew.
export UV_COMPILE_BYTECODE := 1
# What a user says goes to programs through the environment, as it was said: make would read a $ in
# it, and a shell quotation marks.
override DIR := $(value DIR)
override DOCX := $(value DOCX)
override FROM := $(value FROM)
override ONLY := $(value ONLY)
override PARTIAL := $(value PARTIAL)
override PDF := $(value PDF)
override PORT := $(value PORT)
override PROBE := $(value PROBE)
override SINCE := $(value SINCE)
export DIR DOCX FROM ONLY PDF PORT PROBE SINCE
export MPLCONFIGDIR := $(HERE)$(VENV)/matplotlib

# Snakemake waits out its time span for limiting jobs even after the last one: none, so no wait.
SNAKEMAKE := snakemake --quiet all --cores all --rerun-incomplete --max-jobs-per-timespan 1000/0s

.DEFAULT_GOAL := help
.PHONY: help brief preview check why verify import redline series cite pictures links save lint test long cluster
.PHONY: accept bench lock unlock clean

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1|/' | column -t -s '|'

$(VENV)/brief.done: envs/uv.txt envs/brief.txt
	@echo "Setting up $(VENV) (once)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 3; }
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r envs/uv.txt
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --require-hashes -r envs/brief.txt
	@$(BIN)/python -c 'import matplotlib.font_manager'
	@touch $@

$(VENV)/dev.done: $(VENV)/brief.done envs/dev.txt
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --require-hashes -r envs/dev.txt
	@touch $@

brief: $(VENV)/brief.done ## build build/brief.pdf, .html and .docx, and the report on links
	@$(SNAKEMAKE) $(if $(PROBE),--config "links={probe: $$PROBE}") || { \
	  code=$$?; [ $$code = 130 ] && exit $$code; \
	  echo "The build did not finish; each file in build/ is whole, as it was last built." >&2; \
	  echo "To see everything: make brief SNAKEMAKE='snakemake --cores all --rerun-incomplete'" >&2; exit $$code; }
	@ls -l build/brief.pdf build/brief.html build/brief.docx build/links.html | awk '{print $$NF, $$5 " bytes"}'

preview: $(VENV)/brief.done ## show the brief in the browser, and every edit as soon as it is saved
	@python scripts/preview_brief.py $(if $(PORT),--port="$$PORT")

check: $(VENV)/brief.done ## check sections, sources and data, without a build
	@python scripts/check_brief.py --prose

why: $(VENV)/brief.done ## say what the last build redid, and because of which change
	@python scripts/explain_build.py

verify: $(VENV)/dev.done ## build afresh elsewhere, compare with build/ (or PDF=file.pdf)
	@python scripts/verify_build.py $(if $(PDF),--pdf="$$PDF")

import: $(VENV)/brief.done ## take the changes of a reviewed Word file into the sections: DOCX=file.docx
	@$(if $(DOCX),,echo "Say which file: make import DOCX=reviewed.docx" >&2; exit 2)
	@$(SNAKEMAKE) build/parts/brief.docx
	@python scripts/import_review.py $(if $(filter-out 0 no,$(PARTIAL)),--partial) -- "$$DOCX"

redline: $(VENV)/brief.done ## show what changed SINCE=revision: build/redline.docx and .html
	@$(if $(SINCE),,echo "Say since when: make redline SINCE=v1.0 (a commit, a tag or a branch)" >&2; exit 2)
	@python scripts/redline_brief.py --since="$$SINCE" --out-docx build/redline.docx --out-html build/redline.html
	@ls -l build/redline.docx build/redline.html | awk '{print $$NF, $$5 " bytes"}'

cite: $(VENV)/brief.done ## add a source to the bibliography: FROM=address, DOI, ISBN or arXiv number
	@$(if $(FROM),,echo "Say what: make cite FROM=https://… (or a DOI, an ISBN, an arXiv number)" >&2; exit 2)
	@python scripts/cite_source.py $(CITE_FLAGS) -- "$$FROM"

pictures: $(VENV)/dev.done ## make the pictures of README anew, out of a build (needs Chromium and LibreOffice)
	@$(SNAKEMAKE) build/brief.pdf build/brief.html build/brief.docx
	@python scripts/picture_outputs.py --out docs/images

SERIES := $(SNAKEMAKE) --snakefile rules/series.smk --scheduler greedy --keep-going

series: $(VENV)/brief.done ## build the briefs of a series: DIR=folder, or some of them: ONLY="name kg-*"
	@$(if $(DIR),,echo "Say where series.yaml is: make series DIR=folder" >&2; exit 2)
	@test -f "$$DIR/series.yaml" || { echo "There is no $$DIR/series.yaml; name the folder of a series: make series DIR=folder" >&2; exit 2; }
	@$(SERIES) --directory "$$DIR" $(if $(ONLY),--config "only=$$ONLY")
	@cat "$$DIR/build/parts/required.txt"

CITED := --bib bib/sources.bib --sections report/[0-9]*.md --ledger bib/links.csv --config config.yaml
LINKS := build/links

ifdef DIR
links: $(VENV)/brief.done
	@$(SERIES) --directory "$$DIR" --forcerun gather_links --config 'probe_flags=$(PROBE_FLAGS)' -- links
	@cat "$$DIR/build/parts/links.txt"
else
links: $(VENV)/brief.done ## ask every link anew, record what was seen, end red as bib/links.csv says
	@python scripts/probe_links.py $(CITED) --max-age 0 --keep-snapshots --offer-dois $(PROBE_FLAGS) --out build/parts/probes.json
	@python scripts/judge_links.py $(CITED) --probes build/parts/probes.json --out $(LINKS).json
	@python scripts/report_links.py --links $(LINKS).json --out-html $(LINKS).html --out-xml $(LINKS).xml \
	  --out-summary $(LINKS).md
	@python scripts/record_links.py --links $(LINKS).json --ledger bib/links.csv
	@python scripts/require_links.py $(LINKS).json
endif

save: $(VENV)/brief.done ## have the Wayback Machine save the pages that are alive (needs your keys)
	@python scripts/save_links.py --links $(LINKS).json

lint: $(VENV)/dev.done ## check the code
	@ruff check . && ruff format --check .
	@mypy
	@snakefmt --check Snakefile rules
	@snakemake --lint
	@actionlint
	@shellcheck .ci/run .vscode/panache .github/propose-ledger .github/keep-issue

test: lint ## run lint and all tests
	@pytest -n 5  # on two cores: more than half of the tests wait for a browser or a clock

long: $(VENV)/dev.done ## run the tests that take long
	@pytest -n 3 -m long

$(VENV)/cluster.done: $(VENV)/dev.done envs/cluster.txt
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --require-hashes -r envs/cluster.txt
	@touch $@

cluster: $(VENV)/cluster.done ## build a series on a SLURM that this starts and ends here (as root)
	@pytest -m cluster

accept: $(VENV)/dev.done ## write the goldens anew; read the diff before you commit it
	@ACCEPT=1 pytest -q -m golden || true
	@git diff --stat -- tests

$(VENV)/bench.done: $(VENV)/dev.done envs/bench.txt
	@VIRTUAL_ENV=$(VENV) $(BIN)/uv pip install --quiet --require-hashes -r envs/bench.txt
	@touch $@

bench: $(VENV)/bench.done ## measure the build beside Pandoc and Typst, the link check beside lychee
	@python tests/bench/bench_build.py
	@python tests/bench/bench_series.py
	@python tests/bench/bench_preview.py
	@python tests/bench/bench_links.py
	@python tests/bench/try_mutations.py
	@python tests/bench/try_reviews.py

lock: $(VENV)/brief.done ## resolve envs/*.in into the pinned, hashed lists
	@cd envs && for list in uv brief dev bench cluster; do \
	  uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-header $$list.in -o $$list.txt; done

unlock: $(VENV)/brief.done ## let a build begin where the file system knows no locks and one was killed
	@$(SNAKEMAKE) --unlock

clean: ## remove what a build made
	@rm -rf build .snakemake
