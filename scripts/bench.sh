#!/usr/bin/env bash
# Loads a city and a province on both databases and prints, for each page that matters: requests in
# a second, p50, p99, p99 at 200 requests in a second, memory and bytes. The figures mean
# something only beside others of the same machine.
set -euo pipefail
# shellcheck source=scripts/begin.sh
source "$(dirname "$0")/begin.sh"
[[ -n ${TEST_POSTGRES_URL:-} ]] || fail "TEST_POSTGRES_URL is not set: run 'make bench'."

step "Build the release" cargo-leptos build --release --precompress
export WHETSTONE_HASH_FILE=$root/target/release/hash.txt
export WHETSTONE_SITE_ROOT=$root/target/site
step "Measure" node scripts/bench.mjs "$@"
