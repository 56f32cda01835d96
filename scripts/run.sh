#!/usr/bin/env bash
# Builds the release and starts it with demonstration data, kept in var/ until 'make clean-var'.
set -euo pipefail
# shellcheck source=scripts/begin.sh
source "$(dirname "$0")/begin.sh"

trap 'print_steps "build"' EXIT
step "Build what the browser loads" scripts/build_front.sh
step "Build the release" cargo build --release --package server --package typeset --bins
trap - EXIT
print_steps "build"

mkdir -p var
export WHETSTONE_DEMO=1
export WHETSTONE_ADDRESS=${WHETSTONE_ADDRESS:-127.0.0.1:3000}
export WHETSTONE_DATA=${WHETSTONE_DATA:-$root/var}
export DATABASE_URL=${DATABASE_URL:-sqlite:$root/var/whetstone.db}
export WHETSTONE_HASH_FILE=$target/release/hash.txt
export WHETSTONE_SITE_ROOT=$target/site
printf '\n==> Start on http://%s; Ctrl-C stops it\n' "$WHETSTONE_ADDRESS"
exec "$target/release/whetstone" serve
