#!/usr/bin/env bash
# The tests of one crate, or the stories of a name, against what is built: CRATE=store, T=catalogue.
# Crates are tested on SQLite, and on PostgreSQL where TEST_POSTGRES_URL is set.
set -euo pipefail
# shellcheck source=scripts/begin.sh
source "$(dirname "$0")/begin.sh"

test_crate() {
  local crate=$1 name path of_crate=()
  [[ -f $crate/Cargo.toml ]] || fail "There is no crate '$crate'."
  for path in "$crate"/tests/*; do
    [[ ! -e $path ]] || of_crate+=(--test "$(basename "$path" .rs)")
  done
  name=$(basename "$crate")
  [[ ! -f $crate/src/lib.rs || $name == server ]] || of_crate+=(--package "$name" --lib)
  # The server's tests have papers set, by a program that is built with its own tests.
  [[ $name != server ]] || of_crate+=(--test typeset)
  # With these two, so that the dependencies have the features with which all is built.
  cargo-nextest nextest run --package server --package typeset "${of_crate[@]}" \
    --filterset "package($name)"
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
