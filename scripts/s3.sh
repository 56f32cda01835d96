#!/usr/bin/env bash
# A throw-away S3 on this machine: installs moto's server into the cache folder if it is missing,
# starts it, makes a bucket, sets TEST_S3_PLACE and what clients of S3 read, runs the command after
# "--", and stops the server.
#
#   scripts/s3.sh -- cargo test --package actions --features s3 --test s3
set -euo pipefail
# shellcheck source=scripts/begin.sh
source "$(dirname "$0")/begin.sh"
[[ ${1:-} != -- ]] || shift
(($#)) || fail "which command? scripts/s3.sh -- COMMAND"

moto_version=5.2.5
moto=$cache/tools/moto-$moto_version
if [[ ! -x $moto/bin/moto_server ]]; then
  rm -rf "$moto"
  python3 -m venv "$moto" || fail "Python is missing, with its module venv."
  "$moto/bin/pip" install --quiet "moto[s3,server]==$moto_version"
fi

log=$(mktemp)
server=
stop() {
  local status=$?
  trap - EXIT
  if [[ -n $server ]]; then
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
  fi
  rm -f "$log"
  exit "$status"
}
trap stop EXIT

# A port may be taken by others: then the server ends, and another port is tried.
is_ready=
for _ in {1..10}; do
  port=$((20000 + RANDOM % 12000))
  setpriv --pdeathsig TERM "$moto/bin/moto_server" --host 127.0.0.1 --port "$port" >"$log" 2>&1 &
  server=$!
  while kill -0 "$server" 2>/dev/null; do
    if curl --silent --fail --request PUT "http://127.0.0.1:$port/whetstone" >/dev/null; then
      is_ready=1
      break 2
    fi
    sleep 0.1
  done
done
[[ -n $is_ready ]] || fail "$(cat "$log")"

export AWS_ENDPOINT_URL=http://127.0.0.1:$port AWS_ALLOW_HTTP=true AWS_REGION=us-east-1
export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test
export TEST_S3_PLACE=s3://whetstone/uploads
"$@"
