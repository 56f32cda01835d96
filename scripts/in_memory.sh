#!/usr/bin/env bash
# Runs a command with a temporary folder of its own, removed at the end: in memory where there is a
# place for it with at least 4 GiB free, else where temporary files are.
#
#   scripts/in_memory.sh scripts/test.sh
set -euo pipefail

memory=/dev/shm
least=$((4 * 1024 * 1024))
is_free() {
  local place available
  [[ -w $memory ]] || return 1
  place=$(df --output=avail -k "$memory" | tail -n 1)
  available=$(awk '$1 == "MemAvailable:" { print $2 }' /proc/meminfo)
  ((place >= least && available >= least))
}

is_free || memory=${TMPDIR:-/tmp}
# What a run left that was ended without a word.
for folder in "$memory"/whetstone.*; do
  owner=${folder##*.}
  [[ ! $owner =~ ^[0-9]+$ || ! -O $folder || -e /proc/$owner ]] || rm -rf "$folder"
done

export TMPDIR=$memory/whetstone.$$
mkdir "$TMPDIR"
# PostgreSQL, which runs as another user, has its folder inside.
chmod 711 "$TMPDIR"
trap 'rm -rf "$TMPDIR"' EXIT
# The death of this script, however it comes, ends the command.
setpriv --pdeathsig TERM "$@"
