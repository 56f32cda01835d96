# The one door: every job has one command. What is longer stands in scripts/.

.DEFAULT_GOAL := help
.PHONY: help setup run dev quick check test test-all bench dist clean-var clean-cache

in_postgres := scripts/in_memory.sh scripts/postgres.sh --

help: ## Lists the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

setup: ## Installs what is missing for all other commands
	@scripts/setup.sh test

run: ## Builds the release and starts it with demonstration data on http://127.0.0.1:3000
	@scripts/setup.sh run
	@scripts/run.sh

dev: ## Starts with demonstration data, and builds again after every change
	@scripts/setup.sh dev
	@scripts/dev.sh

quick: ## The tests of one crate or one story: make quick CRATE=store, make quick T=keyboard
	@scripts/setup.sh test >/dev/null
	@scripts/in_memory.sh scripts/quick.sh

check: ## Before a commit: format, warnings, tests on SQLite
	@scripts/setup.sh test
	@scripts/in_memory.sh scripts/check.sh

test: ## All tests, on SQLite and PostgreSQL and in the browser
	@scripts/setup.sh test
	@$(in_postgres) scripts/test.sh

test-all: export E2E_MATRIX = all
test-all: test ## As test, with every story in all combinations, and what 'make dist' makes

bench: ## Measures pages with a city and a province on both databases; QUICK=1: what 'make run' built
	@scripts/setup.sh bench
	@scripts/postgres.sh -- scripts/bench.sh

dist: ## Makes what is handed on: an archive and a Debian package, in target/dist
	@scripts/setup.sh run
	@scripts/dist.sh

clean-var: ## Removes the demonstration data
	rm -rf var

clean-cache: ## Removes tools, npm packages and compiled code that all clones share
	@scripts/clean_cache.sh
