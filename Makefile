# Every target is one or two lines; the work is in editions/.  `make help` lists them.

PYTHON  ?= python3
VENV    := .venv/bin
RUNTIME := .venv/.runtime
PUBLISH := .venv/.publish
TESTS   := .venv/.tests
NAMES   := en $(patsubst locale/%/LC_MESSAGES,%,$(wildcard locale/*/LC_MESSAGES)) html pdf

.DEFAULT_GOAL := all
.PHONY: all help $(NAMES) check update preview publish verify test bench docs wheel lock clean

all: $(RUNTIME)  ## all eight editions, into build/site/ (this is what `make` does)
	@$(VENV)/editions build

$(NAMES): $(RUNTIME)
	@$(VENV)/editions build $@

check: $(RUNTIME)  ## every defect of the catalogs, with file and line
	@$(VENV)/editions check

update: $(RUNTIME)  ## bring the catalogs up to date with the source
	@$(VENV)/editions update

preview: $(RUNTIME)  ## the site on this machine; a saved catalog shows at once
	@$(VENV)/editions preview

publish: $(PUBLISH)  ## the finished site with all that a web server needs, checked
	@$(VENV)/editions publish

verify: $(PUBLISH)  ## rebuild, and compare with the published site
	@$(VENV)/editions verify

test: $(TESTS)  ## style, types and behaviour (about 10 minutes)
	$(VENV)/ruff check && $(VENV)/ruff format --check && $(VENV)/mypy && $(VENV)/pytest

bench: $(TESTS)  ## speed, and behaviour under load
	$(VENV)/python -m benchmarks

docs: $(RUNTIME)  ## the manual, into docs/build/site/
	@$(VENV)/python docs/tables.py && $(VENV)/editions build -C docs

wheel: $(TESTS)  ## the wheel, and the list of what is in it and comes with it (SBOM), into dist/
	@$(VENV)/python -m hatchling build -t wheel -d dist && $(VENV)/python tools/sbom.py dist

lock:  ## pin the packages again, after a change of pyproject.toml
	@$(PYTHON) tools/bootstrap.py --lock

clean:  ## remove what was built (not .venv, nor what was exported to translators)
	@find build -mindepth 1 -depth ! -name .gitignore ! -path 'build/exchange*' -delete

help:  ## this list
	@awk -F':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo '  or the editions of one language or format: make $(firstword $(NAMES)), make $(lastword $(NAMES))'

$(RUNTIME): requirements.lock bootstrap.lock pyproject.toml tools/bootstrap.py
	@$(PYTHON) tools/bootstrap.py && touch $@

$(PUBLISH): requirements-publish.lock $(RUNTIME)
	@$(PYTHON) tools/bootstrap.py --publish && touch $@

$(TESTS): requirements-test.lock tests/programs.txt $(RUNTIME)
	@$(PYTHON) tools/bootstrap.py --test && touch $@
