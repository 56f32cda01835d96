#!/usr/bin/env bash
# The tests of one crate, or the stories of a name, against what is built: CRATE=store, T=catalogue.
# Crates are tested on SQLite, and on PostgreSQL where TEST_POSTGRES_URL is set.
set -euo pipefail
# shellcheck source=scripts/begin.sh
source "$(dirname "$0")/begin.sh"

test_crate() {
  local crate=$1 path of_crate=()
  [[ -f $crate/Cargo.toml ]] || fail "There is no crate '$crate'."
  for path in "$crate"/tests/*; do
    [[ ! -e $path ]] || of_crate+=(--test "$(basename "$path" .rs)")
  done
  # With the server, so that the dependencies have the features with which all is built.
  [[ $crate == server ]] || of_crate+=(--package "$crate" --lib)
  cargo-nextest nextest run --package server "${of_crate[@]}" --filterset "package($crate)"
}

tell_stories() {
  cd end2end
  playwright test --grep "$1"
}

case "${CRATE:-},${T:-}" in
  ,) fail "Name a crate or a story: make quick CRATE=store, make quick T='keyboard'." ;;
  *,) test_crate "$CRATE" ;;
  *) tell_stories "$T" ;;
esac
