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

# shellcheck source=scripts/python_tool.sh
source scripts/python_tool.sh

python_tool icalendar 6.3.2
[[ ${1:-} != install ]] || exit 0
exec "$folder/bin/python" -I scripts/read_calendar.py
