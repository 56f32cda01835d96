#!/usr/bin/env bash
# Fails when all wasm together, compressed as it is served, weighs more than the budget.
set -euo pipefail
# shellcheck source=scripts/begin.sh
source "$(dirname "$0")/begin.sh"

budget=150000
total=0
shopt -s nullglob
for wasm in "$target"/site/pkg/*.wasm; do
  [[ -f $wasm.br ]] || fail "$wasm.br is missing: build it with scripts/build_front.sh."
  total=$((total + $(stat --format %s "$wasm.br")))
done
((total > 0)) || fail "There is no wasm in $target/site/pkg: build it first."
echo "    all wasm together: $total bytes with brotli; the budget is $budget bytes"
((total <= budget)) || fail "The wasm is $((total - budget)) bytes over its budget."
