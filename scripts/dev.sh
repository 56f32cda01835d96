#!/usr/bin/env bash
# Builds for development, starts with demonstration data, and builds again after every change.
set -euo pipefail
# shellcheck source=scripts/begin.sh
source "$(dirname "$0")/begin.sh"

mkdir -p var
export WHETSTONE_DEMO=1
export WHETSTONE_ADDRESS=${WHETSTONE_ADDRESS:-127.0.0.1:3000}
export WHETSTONE_DATA=${WHETSTONE_DATA:-$root/var}
export DATABASE_URL=${DATABASE_URL:-sqlite:$root/var/whetstone.db}
export WHETSTONE_HASH_FILE=$target/debug/hash.txt
export WHETSTONE_SITE_ROOT=$target/site
# It builds the server again and again; what sets papers is built once.
cargo build --package typeset
exec cargo-leptos watch -- serve
