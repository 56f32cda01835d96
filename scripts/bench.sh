#!/usr/bin/env bash
# Loads a city and a province on both databases and prints, for each page that matters: requests in
# a second, p50, p99, p99 at 200 requests in a second, memory and bytes; and how long rosters and
# certificates take. The figures mean something only beside others of the same machine.
set -euo pipefail
# shellcheck source=scripts/begin.sh
source "$(dirname "$0")/begin.sh"
[[ -n ${TEST_POSTGRES_URL:-} ]] || fail "TEST_POSTGRES_URL is not set: run 'make bench'."

step "Build what the browser loads" scripts/build_front.sh
if [[ -n ${QUICK:-} ]]; then
  step "Build as for make run" cargo build --release --package server --package typeset --bins
  export PROGRAM=$target/release/whetstone
else
  # The same selection as scripts/dist.sh has: else each of the two would undo the other's work.
  step "Build as for make dist" \
    cargo build --profile dist --package server --package typeset --bins --features server/s3
  export PROGRAM=$target/dist/whetstone
fi
export WHETSTONE_HASH_FILE=$target/release/hash.txt
export WHETSTONE_SITE_ROOT=$target/site
step "Measure" node scripts/bench.mjs "$@"
