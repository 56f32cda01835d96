# The one door: every job has one command. What is longer stands in scripts/.

.DEFAULT_GOAL := help
.PHONY: help setup run dev check test test-all bench clean-var

help: ## Lists the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

setup: ## Installs what is missing for all other commands
	@scripts/setup.sh test

run: ## Builds the release and starts it with demonstration data on http://127.0.0.1:3000
	@scripts/setup.sh run
	@scripts/run.sh

dev: ## Starts with demonstration data, and builds again after every change
	@scripts/setup.sh run
	@scripts/dev.sh

check: ## Before a commit: format, warnings, tests on SQLite
	@scripts/setup.sh test
	@scripts/check.sh

test: ## All tests, on SQLite and PostgreSQL and in the browser
	@scripts/setup.sh test
	@scripts/postgres.sh -- scripts/test.sh

test-all: export E2E_MATRIX = all
test-all: test ## As test, with every story in all combinations

bench: ## Measures pages with a city and a province on both databases
	@scripts/setup.sh bench
	@scripts/postgres.sh -- scripts/bench.sh

clean-var: ## Removes the demonstration data
	rm -rf var
