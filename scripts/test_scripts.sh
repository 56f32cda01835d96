#!/usr/bin/env bash
# Tries what the scripts promise about tools, the cache and temporary folders. MARK names a file that
# is as old as the run: what the run wrote since then is where it may be.
# E2E_MATRIX=all also builds the tools into an empty cache.
set -euo pipefail
# shellcheck source=scripts/begin.sh
source "$(dirname "$0")/begin.sh"

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
copy=$folder/copy
mkdir "$copy"
git ls-files --cached --others --exclude-standard -z |
  xargs -0 --no-run-if-empty cp --parents --target-directory "$copy" 2>/dev/null || true

passed=0
try() {
  printf '    %s\n' "$1"
  shift
  "$@" || fail "It does not hold."
  passed=$((passed + 1))
}

# A command that fails where it is asked for one thing, and else is itself.
forbid() {
  local name=$1 word=$2 real
  real=$(command -v "$name")
  mkdir -p "$folder/forbidden"
  cat >"$folder/forbidden/$name" <<COMMAND
#!/usr/bin/env bash
for word in "\$@"; do
  [[ \$word != $word ]] || { echo "$name $word must not be asked for" >&2; exit 1; }
done
exec "$real" "\$@"
COMMAND
  chmod +x "$folder/forbidden/$name"
}

setup_needs_nothing() {
  local began=$SECONDS
  forbid cargo install
  forbid npm ci
  (cd "$copy" && PATH="$folder/forbidden:$PATH" scripts/setup.sh run) >"$folder/said" 2>&1 ||
    { cat "$folder/said" && return 1; }
  ((SECONDS - began <= 20))
}

setup_fills_an_empty_cache() {
  (cd "$copy" && XDG_CACHE_HOME=$folder/cache scripts/setup.sh run) >"$folder/said" 2>&1 ||
    { cat "$folder/said" && return 1; }
  [[ -x $folder/cache/whetstone/tools/bindgen-$bindgen_version/bin/bindgen ]] &&
    [[ -e $copy/end2end/node_modules/esbuild ]]
}

# Says where a command has its temporary folder, and leaves something in it.
# shellcheck disable=SC2016 # the inner shell expands it
readonly leave_something='touch "$TMPDIR/left" && echo "$TMPDIR"'

memory_is_left_as_it_was() {
  local used
  used=$(scripts/in_memory.sh bash -c "$leave_something")
  [[ -n $used && ! -e $used ]]
}

little_memory_is_left_alone() {
  local used
  mkdir -p "$folder/little"
  printf '#!/bin/sh\nprintf "Avail\\n4194303\\n"\n' >"$folder/little/df"
  chmod +x "$folder/little/df"
  used=$(PATH="$folder/little:$PATH" TMPDIR=$folder scripts/in_memory.sh bash -c "$leave_something")
  [[ $used == "$folder"/* && ! -e $used ]]
}

# Below the user's own folder, and nowhere but there: elsewhere other programs write as well.
nothing_is_written_elsewhere() {
  local home=${HOME:-/root} place allowed=() found
  for place in "$root" "$cache" "${CARGO_HOME:-$home/.cargo}" "${RUSTUP_HOME:-$home/.rustup}" \
    "$target" "${TMPDIR:-/tmp}"; do
    allowed+=(-path "$(realpath --canonicalize-missing "$place")" -prune -o)
  done
  found=$(find "$(realpath "$home")" -xdev "${allowed[@]}" -type f -newer "$MARK" -print)
  [[ -z $found ]] || { printf '%s\n' "$found" && return 1; }
}

try "setup with a full cache builds and downloads nothing, in 20 s" setup_needs_nothing
[[ ${E2E_MATRIX:-} != all ]] ||
  try "setup with an empty cache gets its tools" setup_fills_an_empty_cache
try "a run in memory leaves nothing there" memory_is_left_as_it_was
try "where little memory is free, it is not used" little_memory_is_left_alone
[[ -z ${MARK:-} ]] || try "nothing is written outside of the places for it" nothing_is_written_elsewhere
echo "$passed passed, 0 failed"
