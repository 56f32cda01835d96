#!/usr/bin/env bash
# All that must hold: format, warnings, licences, size of the wasm, tests in Rust, stories in the
# browser. Wants TEST_POSTGRES_URL: 'make test' runs it inside scripts/postgres.sh.
# E2E_MATRIX=all tells every story in all combinations of database, script, language and screen.
set -euo pipefail
# shellcheck source=scripts/begin.sh
source "$(dirname "$0")/begin.sh"
[[ -n ${TEST_POSTGRES_URL:-} ]] || fail "TEST_POSTGRES_URL is not set: run 'make test'."

# The server of the tests shows the release's scripts and styles.
export WHETSTONE_HASH_FILE=$root/target/release/hash.txt
export WHETSTONE_SITE_ROOT=$root/target/site

check_dependencies() {
  if command -v cargo-deny >/dev/null; then
    cargo-deny check bans licenses sources
  else
    echo "    left out: cargo-deny is not installed"
  fi
}

tell_stories() {
  cd end2end
  playwright test
}

trap 'print_steps "test"' EXIT
step "Check the format" cargo fmt --all --check
step "Check for warnings" cargo clippy --workspace --all-targets -- -D warnings
step "Check licences and sources of dependencies" check_dependencies
step "Build what the browser loads" cargo-leptos build --release --precompress --frontend-only
step "Weigh the wasm" scripts/wasm_budget.sh
# One selection of crates and targets for this and the next step, so that the second builds nothing.
step "Build the tests and the server" cargo build --workspace --bins --tests
step "Run the tests in Rust" cargo-nextest nextest run --workspace
step "Tell the stories in the browser" tell_stories
