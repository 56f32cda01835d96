#!/usr/bin/env bash
# Keeps what CI compiled useful and small: what another clone made of our own crates goes, since only
# the times of files would tell it from this clone's; everything goes when it is larger than it may be.
set -euo pipefail
# shellcheck source=scripts/begin.sh
source "$(dirname "$0")/begin.sh"

readonly most_gigabytes=12
[[ -n ${CI:-} ]] || exit 0
mkdir -p "$target"
size=$(du --summarize --block-size=1G "$target" | cut -f 1)
if ((size > most_gigabytes)); then
  echo "    $size GB of compiled code: more than $most_gigabytes, removed"
  rm -rf "$target"
  mkdir -p "$target"
elif [[ $(cat "$target/clone" 2>/dev/null) != "$root" ]]; then
  cargo clean --workspace
  CARGO_TARGET_DIR=$target/warnings cargo clean --workspace
fi
echo "$root" >"$target/clone"
