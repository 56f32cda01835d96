#!/usr/bin/env bash
# Builds what the browser loads into target/site/pkg: script, wasm and style, each under a name with
# its digest and beside it compressed, and target/release/hash.txt with the digests.
set -euo pipefail
# shellcheck source=scripts/begin.sh
source "$(dirname "$0")/begin.sh"

name=whetstone
profile=wasm-release
made=$target/front
# The program of the platform: the package's own command only works after its install script.
css=$(compgen -G "end2end/node_modules/lightningcss-cli-*/lightningcss" | head -n 1) ||
  fail "The npm packages are missing: run 'make setup'."

cargo build --package islands --lib --no-default-features --features hydrate \
  --profile "$profile" --target wasm32-unknown-unknown
rm -rf "$made"
mkdir -p "$made"
bindgen "$target/wasm32-unknown-unknown/$profile/islands.wasm" "$made" "$name"
mv "$made/${name}_bg.wasm" "$made/$name.wasm"
esbuild --log-level=warning --minify --format=esm --allow-overwrite \
  --outfile="$made/$name.js" "$made/$name.js"
"$css" --minify --targets defaults style/main.css --output-file "$made/$name.css"
node scripts/build_front.mjs "$made" "$name" "$target/site/pkg" "$target/release/hash.txt"
