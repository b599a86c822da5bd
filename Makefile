# Start with `make up` and `make test`. Both need Python 3.10 or newer and package registries,
# nothing else; what they build is kept in .venv and in the user's cache. `.ci/run` is all there is.

PYTHON ?= python3
WORKERS ?= 4

# The environment is refreshed whenever pyproject.toml changes, or the version of the package: the
# SDK asks for the plugin of the version that was installed.
VENV := .venv/.installed
BROWSER := .venv/.installed-console-test
RUN := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help up down test test-console test-sdks test-docs test-install test-pipelines test-wix check generate record bench build release-check clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' Makefile | while IFS='|' read -r name what; do \
		printf '  make %-13s %s\n' "$$name" "$$what"; done

up: $(VENV) ## deploy the example to a Wix site on this machine: a backup, then an import
	@$(RUN) -m tools.up

down: $(VENV) ## destroy it, stop the local site, clear its state
	@$(RUN) -m tools.down

# The engine comes first: it takes minutes where it must be built, and tells how far it is.
test: $(VENV) ## checks and tests that need nothing else than Python and registries
	@$(RUN) -m tools.engine cli >/dev/null
	@$(RUN) -m tools.engine sdkgen >/dev/null
	@$(RUN) -m tools.engine programgen >/dev/null
	@$(MAKE) --no-print-directory check
	$(RUN) -m pytest -q --doctest-modules --ignore=tools/bench/bare.py --ignore=tools/sdk_extras provider emulator tools
	WIX_DATA_ENGINE_BIN="$$($(RUN) -m tools.engine cli)" $(RUN) -m pytest -n $(WORKERS) --dist worksteal

# A process of its own, with Playwright beside the rest: its wheel of 53 MB is wanted nowhere else.
test-console: $(BROWSER) ## the emulator's console in Chromium; pictures go to build/screenshots/
	$(RUN) -m pytest -n $(WORKERS) --dist worksteal tests/console

# Environments of their own, filled from the package registries: that takes minutes.
test-install: $(VENV) ## each way to install, typed into a fresh folder; wheel and sdist on each Python found
	WIX_DATA_ENGINE_BIN="$$($(RUN) -m tools.engine cli)" \
		$(RUN) -m pytest -n $(WORKERS) --dist worksteal tests/install

test-docs: $(VENV) ## what the documentation shows, deployed; what it says is printed, compared
	@$(RUN) -m tools.engine programgen >/dev/null
	WIX_DATA_ENGINE_BIN="$$($(RUN) -m tools.engine cli)" \
		$(RUN) -m pytest -n $(WORKERS) --dist worksteal tests/docs

# Fresh machines, each with its own Pulumi home: `make test` only lints them.
test-pipelines: $(VENV) ## the lines of the ready workflow files, run as GitHub and GitLab would
	WIX_DATA_ENGINE_BIN="$$($(RUN) -m tools.engine cli)" \
		$(RUN) -m pytest -n $(WORKERS) --dist worksteal tests/pipelines

# Compilers take minutes; the hosts of Node, Go and Java are built for these tests alone.
test-sdks: $(VENV) ## the SDKs compiled; a program in each language through the real engine
	@$(RUN) -m tools.engine cli >/dev/null
	@$(RUN) -m tools.engine hosts >/dev/null
	$(RUN) -m pytest -n $(WORKERS) --dist loadgroup tests/sdks

# Its environment, and what it does there: CONTRIBUTING.md, "Against a real site".
test-wix: $(VENV) ## the sample flows against a real site of yours that may be spoiled
	@$(RUN) -m tools.wix $(if $(REPORT),--report '$(REPORT)')

check: $(VENV) ## style, types and layers
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy provider emulator tools tests
	.venv/bin/lint-imports

generate: $(VENV) ## schema, SDKs and docs from the resource definitions
	@$(RUN) -m tools.generate

record: $(VENV) ## the states of this version, which later ones are held to
	@$(RUN) -m tools.record

bench: $(VENV) ## figures beside other ways to do the same, into docs/benchmarks.md: 100 minutes
	@$(RUN) -m tools.bench

build: $(VENV) ## wheel and source distribution, into dist/
	@$(RUN) -m pip install --quiet --disable-pip-version-check 'build==1.3.0'
	$(RUN) -m build

release-check: $(VENV) ## whether this tree can be released: make release-check TAG=v0.1.0
	@$(RUN) -m tools.release check '$(TAG)'

clean: ## what is built in this folder, but for .venv and the local site
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
	find provider emulator sdk tools tests -name __pycache__ -prune -exec rm -rf {} +

$(VENV): pyproject.toml tools/venv.sh provider/wix_data_provider/__init__.py
	@tools/venv.sh $(PYTHON)
	@touch $@

$(BROWSER): $(VENV)
	@$(RUN) -m pip install --quiet --disable-pip-version-check --editable '.[console-test]'
	@touch $@
