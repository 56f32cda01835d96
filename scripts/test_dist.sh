#!/usr/bin/env bash
# Tries what 'make dist' makes, and touches nothing that is installed: archive and package are
# unpacked into a temporary folder, the unit is checked there, and all binaries are started.
set -euo pipefail
# shellcheck source=scripts/begin.sh
source "$(dirname "$0")/begin.sh"

scripts/dist.sh
folder=$(mktemp -d)
server=
stop() {
  [[ -z $server ]] || { kill "$server" && wait "$server"; } || true
  rm -rf "$folder"
}
trap stop EXIT

# answers <binary> <folder to start in>: it shows its first page, and whatever that page loads.
answers() {
  local url page path
  (cd "$2" && exec env WHETSTONE_ADDRESS=127.0.0.1:0 "$1" serve) >"$folder/said" 2>"$folder/log" &
  server=$!
  for _ in {1..100}; do
    url=$(sed -n 's/^listening on //p' "$folder/said")
    [[ -z $url ]] || break
    kill -0 "$server" 2>/dev/null || fail "$(cat "$folder/log")"
    sleep 0.1
  done
  page=$(curl --fail --silent --show-error "$url/")
  path=$(grep -o '/pkg/[^"]*\.css' <<<"$page" | head -n 1)
  [[ -n $path ]] || fail "The first page names no stylesheet."
  curl --fail --silent --show-error --output /dev/null "$url$path"
  kill "$server"
  wait "$server" || true
  server=
}

mkdir "$folder/archive" "$folder/root"
tar --extract --file "$target"/dist/whetstone-*-x86_64.tar.gz --directory "$folder/archive" \
  --strip-components 1
"$folder/archive/whetstone-typeset" check
answers "$folder/archive/whetstone" "$folder/archive"

dpkg-deb --extract "$target"/dist/whetstone_*_amd64.deb "$folder/root"
if command -v systemd-analyze >/dev/null; then
  # What the unit waits for is the system's own.
  cp --recursive --no-clobber /lib/systemd/system/. "$folder/root/lib/systemd/system"
  systemd-analyze "--root=$folder/root" verify \
    whetstone.service whetstone-backup.service whetstone-backup.timer
else
  echo "    left out: systemd-analyze is not installed"
fi
export WHETSTONE_DATA=$folder/state
export WHETSTONE_SITE_ROOT=$folder/root/usr/share/whetstone/site
export WHETSTONE_HASH_FILE=$folder/root/usr/share/whetstone/hash.txt
"$folder/root/usr/bin/whetstone-typeset" check
answers "$folder/root/usr/bin/whetstone" "$folder"
