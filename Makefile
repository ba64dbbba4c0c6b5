# Every target is one or two lines; the work is in editions/.  `make help` lists them.

PYTHON  ?= python3
VENV    := .venv/bin
RUNTIME := .venv/.runtime
PUBLISH := .venv/.publish
TESTS   := .venv/.tests
NAMES   := en $(patsubst locale/%/LC_MESSAGES,%,$(wildcard locale/*/LC_MESSAGES)) html pdf epub bilingual

.DEFAULT_GOAL := all
.PHONY: all help $(NAMES) check update preview publish verify test bench docs dist lock clean

all: $(RUNTIME)  ## all fifteen editions, into build/site/ (this is what `make` does)
	@$(VENV)/editions build

$(NAMES): $(RUNTIME)
	@$(VENV)/editions build $@

check: $(RUNTIME)  ## list what is wrong in the translations, with file and line
	@$(VENV)/editions check

update: $(RUNTIME)  ## bring the catalogs up to date with the source text
	@$(VENV)/editions update

preview: $(RUNTIME)  ## show the site on this computer; it reloads when you save
	@$(VENV)/editions preview

publish: $(PUBLISH)  ## make and check the finished site for a web server
	@$(VENV)/editions publish

verify: $(PUBLISH)  ## build again, and compare with the published site
	@$(VENV)/editions verify

test: $(TESTS)  ## check style, types and behaviour (about 10 minutes)
	$(VENV)/ruff check && $(VENV)/ruff format --check && $(VENV)/mypy && $(VENV)/pytest

bench: $(TESTS)  ## measure speed, and behaviour under load
	$(VENV)/python -m benchmarks --quick

docs: $(RUNTIME)  ## the manual, into docs/build/site/
	@$(VENV)/python docs/tables.py && $(VENV)/editions build -C docs

dist: $(TESTS)  ## the packages for pip (sdist, wheel) and the list of their parts (SBOM), into dist/
	@$(VENV)/python -m hatchling build -t sdist -t wheel -d dist && $(VENV)/python tools/sbom.py dist

lock:  ## write the lock files again, after a change of pyproject.toml
	@$(PYTHON) tools/bootstrap.py --lock

clean:  ## remove what was built (not .venv, not files exported for translators)
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
