#!/usr/bin/env bash
# Removes what all clones of this user share: tools, npm packages, compiled code of CI.
set -euo pipefail
# shellcheck source=scripts/begin.sh
source "$(dirname "$0")/begin.sh"

rm -rf "$cache"
