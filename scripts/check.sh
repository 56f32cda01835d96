#!/usr/bin/env bash
# What to run before a commit: format, warnings, and all tests on SQLite.
set -euo pipefail
# shellcheck source=scripts/begin.sh
source "$(dirname "$0")/begin.sh"
unset TEST_POSTGRES_URL

trap 'print_steps "check"' EXIT
step "Check the format" scripts/format.sh
step "Check for warnings" cargo clippy --workspace --all-targets -- -D warnings
step "Run the tests on SQLite" cargo-nextest nextest run --workspace
