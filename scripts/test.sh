#!/usr/bin/env bash
# All that must hold: format, warnings, licences, size of the wasm, scripts, tests in Rust, stories
# in the browser. Wants TEST_POSTGRES_URL: 'make test' runs it inside scripts/postgres.sh.
# E2E_MATRIX=all tells every story in all combinations of database, script, language and screen,
# ends a server at a hundred moments instead of five, keeps uploads in S3, and tries what 'make dist'
# makes.
set -euo pipefail
# shellcheck source=scripts/begin.sh
source "$(dirname "$0")/begin.sh"
[[ -n ${TEST_POSTGRES_URL:-} ]] || fail "TEST_POSTGRES_URL is not set: run 'make test'."

# So many there were when this was written; fewer would mean that something is no longer tested.
readonly least_tests=1610 least_stories=745

# The server of the tests shows the release's scripts and styles.
export WHETSTONE_HASH_FILE=$target/release/hash.txt
export WHETSTONE_SITE_ROOT=$target/site
results=$TMPDIR/results
mkdir -p "$results"
# As old as this run: what is newer was written by it.
export MARK=$results/mark
touch "$MARK"

check_dependencies() {
  if command -v cargo-deny >/dev/null; then
    cargo-deny check bans licenses sources
  else
    echo "    left out: cargo-deny is not installed"
  fi
}

run_tests() {
  cargo-nextest nextest run --workspace
  # Its reports stand in the clone, wherever the build is.
  cp target/nextest/default/junit.xml "$results/tests.xml"
}

tell_stories() {
  (cd end2end && STORIES=$results/stories.json playwright test)
}

# Where the build is elsewhere, the clone still leads to it.
link_to_build() {
  local path
  [[ $target != "$root/target" ]] || return 0
  for path in debug/whetstone debug/whetstone-typeset release/whetstone release/hash.txt site; do
    [[ -e $target/$path ]] || continue
    mkdir -p "target/$(dirname "$path")"
    rm -rf "target/${path:?}"
    ln -s "$target/$path" "target/$path"
  done
}

tell_where_time_went() {
  print_steps "test"
  node scripts/slowest.mjs "$results" "$least_tests" "$least_stories"
}

trap 'print_steps "test"' EXIT
step "Make room in the cache" scripts/cache.sh
step "Check the format" scripts/format.sh
step "Check licences and sources of dependencies" check_dependencies
begin_beside "${check_for_warnings[@]}"
step "Build what the browser loads" scripts/build_front.sh
step "Weigh the wasm" scripts/wasm_budget.sh
# One selection of crates and targets for this and the tests, so that they build nothing.
step "Build the tests and the server" cargo build --workspace --bins --tests
step "Wait for the check for warnings" await_beside
link_to_build
step "Run the tests in Rust" run_tests
step "Tell the stories in the browser" tell_stories
step "Try the scripts" scripts/test_scripts.sh
[[ ${E2E_MATRIX:-} != all ]] || step "Keep uploads in S3" \
  scripts/s3.sh -- cargo test --package actions --features s3 --test s3
[[ ${E2E_MATRIX:-} != all ]] || step "Try what is handed on" scripts/test_dist.sh
trap - EXIT
tell_where_time_went
