#!/usr/bin/env bash
# Runs a mail server of another project, Python's aiosmtpd, on a free port of loopback, until its
# input is closed: the tests send mails to it. Installs it into the cache folder if it is missing;
# setup.sh has done so before the tests. How it takes mails: see smtp_server.py.
#
#   scripts/smtp_server.sh take
#   scripts/smtp_server.sh install
set -euo pipefail
# shellcheck source=scripts/begin.sh
source "$(dirname "$0")/begin.sh"
# shellcheck source=scripts/python_tool.sh
source scripts/python_tool.sh

python_tool aiosmtpd 1.4.6
[[ ${1:-} != install ]] || exit 0
exec "$folder/bin/python" -I scripts/smtp_server.py "$@"
