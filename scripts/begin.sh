# shellcheck shell=bash
# What every script here begins with: the project's folder, the pinned tools on the PATH, where
# things are built, and steps that say what they do and how long they took. Not run by itself.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 1

# What is built once and serves every clone of this user: tools, npm packages, and what CI compiled.
cache=${XDG_CACHE_HOME:-$HOME/.cache}/whetstone
# CI builds outside of its clone, so that the next one finds the compiled dependencies.
if [[ -n ${CI:-} ]]; then
  export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$cache/target}
  # Nothing is built a second time in the same clone, and its incremental data would only be kept.
  export CARGO_INCREMENTAL=${CARGO_INCREMENTAL:-0}
fi
# shellcheck disable=SC2034 # other scripts use it
target=$(realpath --canonicalize-missing "${CARGO_TARGET_DIR:-target}")

# The version that Cargo.lock has of a crate.
locked_version() {
  awk -v name="\"$1\"" '$1 == "name" { found = $3 == name }
    found && $1 == "version" { gsub(/"/, "", $3); print $3; exit }' Cargo.lock
}

# Tools stand under their names with their versions, so that clones that want others do not meet.
nextest_version=0.9.143
# The last one that compiles with Rust 1.95.
leptos_version=0.3.9
bindgen_version=$(locked_version wasm-bindgen)
tools=$cache/tools/bindgen-$bindgen_version/bin:$cache/tools/cargo-nextest-$nextest_version/bin
tools+=:$cache/tools/wasm-bindgen-$bindgen_version/bin:$cache/tools/cargo-leptos-$leptos_version/bin
export PATH="$tools:$root/end2end/node_modules/.bin:$PATH:${CARGO_HOME:-$HOME/.cargo}/bin"
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
# npm keeps its downloads and logs with the rest.
export npm_config_cache=$cache/npm-cache
# Cargo is not a part of make, and must not look for make's job server.
unset MAKEFLAGS MFLAGS

fail() {
  printf '\n%s\n' "$*" >&2
  exit 1
}

finished_steps=()
current_step=
step_began=

step() {
  current_step=$1
  step_began=$SECONDS
  shift
  printf '\n==> %s\n' "$current_step"
  "$@"
  printf '    took %d s\n' $((SECONDS - step_began))
  finished_steps+=("$(printf '%6d s  %s' $((SECONDS - step_began)) "$current_step")")
  current_step=
}

# What runs beside the steps that follow, until `await_beside` tells what it said. On two processors
# crates that wait for each other leave room for it.
beside=
beside_log=

begin_beside() {
  beside_log=$(mktemp)
  {
    local began=$SECONDS status=0 child
    "$@" &
    child=$!
    trap 'kill "$child"' TERM
    wait "$child" || status=$?
    printf '    took %d s beside the others\n' $((SECONDS - began))
    exit "$status"
  } >"$beside_log" 2>&1 &
  beside=$!
}

await_beside() {
  local status=0
  wait "$beside" || status=$?
  cat "$beside_log"
  rm -f "$beside_log"
  beside=
  return "$status"
}

# In a folder of its own, for two builds in one wait for each other.
# shellcheck disable=SC2034 # other scripts use it
check_for_warnings=(env "CARGO_TARGET_DIR=$target/warnings"
  cargo clippy --workspace --all-targets -- -D warnings)

print_steps() {
  local status=$?
  if [[ -n $beside ]]; then
    kill "$beside" 2>/dev/null || true
    rm -f "$beside_log"
  fi
  printf '\n'
  ((${#finished_steps[@]})) && printf '%s\n' "${finished_steps[@]}"
  if [[ -n $current_step ]]; then
    printf '%6d s  %s  <== stopped here\n' $((SECONDS - step_began)) "$current_step"
  fi
  printf '%6d s  in all: %s\n' "$SECONDS" "${1:-$0}"
  return "$status"
}
