#!/usr/bin/env bash
# What to run before a commit: format, warnings, and all tests on SQLite.
set -euo pipefail
# shellcheck source=scripts/begin.sh
source "$(dirname "$0")/begin.sh"
unset TEST_POSTGRES_URL

trap 'print_steps "check"' EXIT
step "Check the format" scripts/format.sh
begin_beside "${check_for_warnings[@]}"
step "Run the tests on SQLite" cargo-nextest nextest run --workspace
step "Wait for the check for warnings" await_beside
