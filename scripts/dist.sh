#!/usr/bin/env bash
# Makes what is handed on, in target/dist: an archive with the binaries and what browsers load, and a
# Debian package of the same with a systemd unit.
set -euo pipefail
# shellcheck source=scripts/begin.sh
source "$(dirname "$0")/begin.sh"

version=$(awk -F '"' '$1 == "version = " { print $2; exit }' Cargo.toml)
made=$target/dist
name=whetstone-$version-x86_64

pack_archive() {
  local folder=$made/$name
  rm -rf "$folder"
  mkdir -p "$folder"
  install -m 755 "$made/whetstone" "$made/whetstone-typeset" "$folder"
  install -m 644 "$target/release/hash.txt" packaging/README.md docs/operating.md "$folder"
  cp -r "$target/site" "$folder"
  tar --create --gzip --owner=0 --group=0 --file "$made/$name.tar.gz" --directory "$made" "$name"
  rm -rf "$folder"
}

pack_debian() {
  local folder=$made/debian
  rm -rf "$folder"
  install -D -m 755 --target-directory "$folder/usr/bin" \
    "$made/whetstone" "$made/whetstone-typeset"
  install -D -m 644 "$target/release/hash.txt" "$folder/usr/share/whetstone/hash.txt"
  cp -r "$target/site" "$folder/usr/share/whetstone/site"
  install -D -m 644 --target-directory "$folder/usr/share/doc/whetstone" \
    packaging/README.md docs/operating.md
  install -D -m 644 --target-directory "$folder/lib/systemd/system" \
    packaging/whetstone.service packaging/whetstone-backup.service packaging/whetstone-backup.timer
  install -D -m 755 packaging/backup "$folder/usr/share/whetstone/backup"
  # It may hold the password of a database.
  install -D -m 600 packaging/whetstone.env "$folder/etc/whetstone/whetstone.env"
  install -D -m 755 --target-directory "$folder/DEBIAN" packaging/postinst packaging/prerm
  echo /etc/whetstone/whetstone.env >"$folder/DEBIAN/conffiles"
  cat >"$folder/DEBIAN/control" <<CONTROL
Package: whetstone
Version: $version
Architecture: amd64
Maintainer: The Whetstone developers <whetstone@example.invalid>
Depends: libc6, libgcc-s1
Recommends: fonts-noto-cjk
Suggests: postgresql, postgresql-client
Section: web
Priority: optional
Description: training platform of a science association's speakers' bureau
 Lecturers book review sessions and take lecture requests, panels review
 lectures round by round, training hours are recorded and verified, and award
 winners are selected so that anybody can compute the result again.
CONTROL
  dpkg-deb --root-owner-group --build "$folder" "$made/whetstone_${version}_amd64.deb" >/dev/null
  rm -rf "$folder"
}

trap 'print_steps "dist"' EXIT
step "Build what the browser loads" scripts/build_front.sh
step "Build the programs" \
  cargo build --profile dist --package server --package typeset --bins --features server/s3
step "Pack the archive" pack_archive
step "Pack the Debian package" pack_debian
ls -l "$made/$name.tar.gz" "$made/whetstone_${version}_amd64.deb"
