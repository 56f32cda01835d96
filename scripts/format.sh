#!/usr/bin/env bash
# Fails where the code is not formatted; the packages outside of the workspace are seen as well.
set -euo pipefail
# shellcheck source=scripts/begin.sh
source "$(dirname "$0")/begin.sh"

cargo fmt --all --check
cargo fmt --manifest-path scripts/bindgen/Cargo.toml --check
