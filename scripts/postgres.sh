#!/usr/bin/env bash
# A throw-away PostgreSQL: starts a server in a temporary folder, prints its address and sets
# TEST_POSTGRES_URL to it, runs the command after "--", then stops the server and removes the
# folder. Without a command it waits for Ctrl-C. Where TEST_POSTGRES_URL is set already, it only
# runs the command.
#
#   scripts/postgres.sh -- cargo nextest run --package store
set -euo pipefail

[[ ${1:-} != -- ]] || shift
(($#)) || set -- sleep infinity
[[ -z ${TEST_POSTGRES_URL:-} ]] || exec "$@"

programs=$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -n 1) ||
  programs=$(pg_config --bindir 2>/dev/null) || {
  echo "PostgreSQL is missing: run 'make setup', or set TEST_POSTGRES_URL." >&2
  exit 1
}

folder=$(mktemp -d "${TMPDIR:-/tmp}/whetstone-postgres.XXXXXX")
data=$folder/data
server=

stop() {
  local status=$?
  trap - EXIT
  if [[ -n $server ]] && kill -INT "$server" 2>/dev/null; then
    wait "$server" || true
  fi
  rm -rf "$folder"
  exit "$status"
}
trap stop EXIT

# The death of this script, however it comes, ends the server and the command.
# PostgreSQL refuses to run as root.
as_server=(setpriv --pdeathsig INT)
if ((EUID == 0)); then
  user=postgres
  id "$user" >/dev/null 2>&1 || user=nobody
  as_server+=(--reuid "$user" --regid "$(id -g "$user")" --clear-groups)
fi

password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
echo "$password" >"$folder/password"
((EUID != 0)) || chown -R "$user" "$folder"

cd "$folder"
"${as_server[@]}" "$programs/initdb" --pgdata "$data" --username postgres --auth password \
  --pwfile "$folder/password" --locale C.UTF-8 --encoding UTF8 --no-sync >initdb.log 2>&1 || {
  cat initdb.log >&2
  exit 1
}
cd "$OLDPWD"

is_ready() {
  [[ $(sed -n 8p "$data/postmaster.pid" 2>/dev/null) == ready* ]]
}

# A port may be taken by others: then the server ends, and another port is tried.
for _ in {1..10}; do
  port=$((20000 + RANDOM % 12000))
  "${as_server[@]}" "$programs/postgres" -D "$data" \
    -c listen_addresses=127.0.0.1 -c port="$port" -c unix_socket_directories= \
    -c max_connections=200 -c fsync=off -c synchronous_commit=off -c full_page_writes=off \
    -c wal_level=minimal -c max_wal_senders=0 \
    >"$folder/server.log" 2>&1 </dev/null &
  server=$!
  while kill -0 "$server" 2>/dev/null && ! is_ready; do sleep 0.05; done
  is_ready && break
  wait "$server" || server=
done
[[ -n $server ]] || {
  cat "$folder/server.log" >&2
  exit 1
}

export TEST_POSTGRES_URL="postgres://postgres:$password@127.0.0.1:$port/postgres"
echo "TEST_POSTGRES_URL=$TEST_POSTGRES_URL"
setpriv --pdeathsig TERM "$@"
