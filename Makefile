# `make` alone lists what can be asked for. Everything runs in .venv, made by the first target that needs it.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

BIN := .venv/bin
READY := .venv/.ready
TEMPLATES := selfhelp/web/templates
TRANSLATIONS := selfhelp/translations
WORDS := $(wildcard $(TRANSLATIONS)/*/LC_MESSAGES/*.po)
COMPILED := $(WORDS:.po=.mo)
PYTEST := $(BIN)/python -m pytest --numprocesses 2 --dist loadgroup -m "not browser"
LOCK := $(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-annotate --custom-compile-command "make locks"

.PHONY: help
help: ## List what can be asked for
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# ---- to use ----

.PHONY: run
run: set-up ## Start the demo on http://localhost:8000; the first time it sets everything up
	@$(BIN)/selfhelp demo

.PHONY: test
test: ## Everything that must hold before a change lands, browser tests included
	@$(MAKE) --no-print-directory --jobs 2 set-up browser postgres
	@$(MAKE) --no-print-directory --jobs 2 --output-sync types lint content
	$(PYTEST)
	@$(MAKE) --no-print-directory test-postgres
	$(BIN)/python -m pytest --numprocesses 3 --dist loadgroup -m browser   # they wait more than they work

.PHONY: test-postgres
test-postgres: set-up postgres ## The tests that have a database, on PostgreSQL: its own, or SELFHELP_TEST_POSTGRES
	scripts/with-postgres $(PYTEST)

# ---- to work ----

.PHONY: set-up
set-up: $(READY) $(COMPILED) ## Make .venv and install what the lock names; nothing when it is there

.PHONY: browser
browser:
	@scripts/set-up-chromium

.PHONY: postgres
postgres:
	@scripts/set-up-postgres

.PHONY: check
check: set-up ## Everything but the browser tests: for while you work
	@$(MAKE) --no-print-directory lint types content
	$(PYTEST)

.PHONY: coverage
coverage: set-up ## Which lines no test runs: it takes more than half as long again as the tests alone
	$(PYTEST) --cov --cov-report term

.PHONY: lint
lint: set-up ## Style, complexity, import rules, templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo
	$(BIN)/djlint --quiet --lint $(TEMPLATES)

.PHONY: types
types: set-up ## Types, strictly
	$(BIN)/mypy

.PHONY: content
content: set-up ## Check every module, tool, instrument and page, and their form
	$(BIN)/selfhelp content check
	$(BIN)/selfhelp content format --check

.PHONY: format
format: set-up ## Bring code into shape (templates by hand: djlint breaks inline elements apart)
	$(BIN)/ruff check --fix --exit-zero .
	$(BIN)/ruff format .

.PHONY: strings
strings: set-up ## Collect new interface strings into the translations
	$(BIN)/pybabel --quiet extract --mapping-file pyproject.toml --keyword lazy_gettext --keyword Message \
		--add-comments "Translators:" --sort-by-file --no-location --project selfhelp --output $(TRANSLATIONS)/messages.pot .
	$(BIN)/pybabel --quiet update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width 110 \
		--input-file $(TRANSLATIONS)/messages.pot --output-dir $(TRANSLATIONS)
	@rm $(TRANSLATIONS)/messages.pot

.PHONY: rules
rules: set-up ## Write the examples of the guide's rules anew, after a change of the check or its words
	PYTHONPATH=tests $(BIN)/python -m content.rule_pages

.PHONY: migration
migration: set-up ## Write a migration for changed tables: make migration m="add a table for cards"
	@test -n "$(m)" || { echo 'Say what it does: make migration m="add a table for cards"' >&2; exit 1; }
	@scratch=$$(mktemp -d) && trap 'rm -r "$$scratch"' EXIT && \
	export SELFHELP_DATABASE_URL="sqlite:///$$scratch/so-far.sqlite" && \
	$(BIN)/alembic --config migrations/alembic.ini upgrade head && \
	$(BIN)/alembic --config migrations/alembic.ini revision --autogenerate --message "$(m)" && \
	$(BIN)/ruff format --quiet migrations

.PHONY: shots
shots: set-up browser ## Photograph every page of the demo into ./shots, with a contact sheet
	PYTHONPATH=tests $(BIN)/python -m browser.shots

.PHONY: trees
trees: set-up browser ## Write anew what a screen reader is told of each kind, after a change of a template
	PYTHONPATH=tests $(BIN)/python -m browser.trees

.PHONY: audit
audit: set-up browser ## Let vnu, html-validate and Lighthouse judge every page of the demo; needs Node and Java
	@scripts/set-up-judges
	PYTHONPATH=tests $(BIN)/python -m browser.audit

.PHONY: bench
bench: set-up ## Measure pages and the authors' check against bare ones, as ratios
	$(BIN)/python -m bench

.PHONY: bench-postgres
bench-postgres: set-up postgres ## The same on PostgreSQL
	scripts/with-postgres $(BIN)/python -m bench

.PHONY: fuzz
fuzz: set-up ## Try thousands of random edits of the content: nothing crashes, nothing is lost in silence
	$(BIN)/python -m pytest --numprocesses 2 --hypothesis-profile thousands tests/content/test_fuzz.py

.PHONY: drills
drills: set-up browser ## Let things go wrong for real: killed, cut off, full, stolen; see docs/drills.md
	@scripts/set-up-drills
	PYTHONPATH=tests:. $(BIN)/python -m pytest -m drill tests/drills

.PHONY: hooks
hooks: set-up ## Let git run lint, types and content before a commit, and the tests before a push
	$(BIN)/pre-commit install

.PHONY: locks
locks: set-up ## Lock again after a change in pyproject.toml; the newest of everything: make locks new=yes
	$(LOCK) $(if $(new),--upgrade) pyproject.toml --output-file requirements.lock
	$(LOCK) $(if $(new),--upgrade) pyproject.toml --group dev --constraint requirements.lock \
		--output-file requirements-dev.lock

# ---- files ----

$(READY): requirements-dev.lock pyproject.toml scripts/set-up-python scripts/set-up-pango
	@scripts/set-up-python
	@scripts/set-up-pango
	@touch $@

$(COMPILED): %.mo: %.po | $(READY)
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@
