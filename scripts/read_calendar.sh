#!/usr/bin/env bash
# Reads a calendar from its input with a program of another project, Python's icalendar, and tells
# as JSON what that found: the tests look at calendars through it. Installs it into the cache folder
# if it is missing; setup.sh has done so before the tests.
#
#   curl … | scripts/read_calendar.sh
#   scripts/read_calendar.sh install
set -euo pipefail
# shellcheck source=scripts/begin.sh
source "$(dirname "$0")/begin.sh"

icalendar_version=6.3.2
folder=$cache/tools/icalendar-$icalendar_version
if [[ ! -e $folder/complete ]]; then
  command -v python3 >/dev/null || fail "Python is missing: please install python3 and python3-venv."
  # Of two that begin at once one waits for the other.
  mkdir -p "$cache/tools"
  exec 9>"$cache/tools/icalendar.lock"
  flock 9
  if [[ ! -e $folder/complete ]]; then
    rm -rf "$folder"
    python3 -m venv "$folder" >&2 || fail "Python is there without its module venv: please install python3-venv."
    "$folder/bin/pip" install --quiet "icalendar==$icalendar_version" >&2
    touch "$folder/complete"
  fi
  exec 9>&-
fi
[[ ${1:-} != install ]] || exit 0
exec "$folder/bin/python" -I scripts/read_calendar.py
