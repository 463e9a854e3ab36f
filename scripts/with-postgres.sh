#!/usr/bin/env bash
# with-postgres.sh CMD…: runs CMD with SMARKETING_TEST_POSTGRES, the address of a
# PostgreSQL server of its own that is stopped and removed afterwards, also when
# this script is killed. With an address in the environment that server is taken.
#   POSTGRES_SETTINGS  more settings, such as "-c fsync=off"
set -euo pipefail
. "$(dirname "$0")/env.sh"

[ -z "${SMARKETING_TEST_POSTGRES:-}" ] || exec "$@"

# Debian keeps these programs outside of PATH, by version.
shopt -s nullglob
programs=(/usr/lib/postgresql/*/bin)
[ ${#programs[@]} -eq 0 ] || PATH=$PATH:${programs[-1]}
have postgres && have initdb || die "there is no PostgreSQL: run scripts/setup.sh postgres"

# PostgreSQL refuses to run as root. The socket's path has to be short.
folder=$(mktemp -d /tmp/smarketing-pg.XXXXXX)
as=()
if [ "$(id -u)" -eq 0 ]; then
    user=postgres
    id "$user" >/dev/null 2>&1 || user=nobody
    as=(setpriv --reuid "$user" --regid "$(id -g "$user")" --clear-groups)
    chown "$user" "$folder"
fi
settings=(-c listen_addresses= -c unix_socket_directories="$folder" -c max_connections=200 -c logging_collector=off)
read -ra more <<<"${POSTGRES_SETTINGS:-}"

cd "$folder"
HOME=$folder "${as[@]}" initdb -D "$folder/data" -U smarketing -A trust --no-sync -E UTF8 --locale=C.UTF-8 >"$folder/log" 2>&1 ||
    { cat "$folder/log" >&2; die "initdb failed"; }
# In a session of its own: Ctrl-C is for CMD. The kernel stops it when this script is gone.
setsid setpriv --pdeathsig INT -- true 2>/dev/null || die "setpriv of util-linux is missing"
if [ ${#as[@]} -eq 0 ]; then as=(setpriv); fi
HOME=$folder setsid "${as[@]}" --pdeathsig INT -- postgres -D "$folder/data" "${settings[@]}" "${more[@]}" >>"$folder/log" 2>&1 &
server=$!
# Outlives this script, to remove the folder in any case.
setsid bash -c 'while kill -0 "$1" 2>/dev/null; do sleep 0.5; done; rm -rf "$2"' - "$server" "$folder" >/dev/null 2>&1 &
trap 'kill -INT "$server" 2>/dev/null; wait "$server" 2>/dev/null || true' EXIT
for _ in $(seq 100); do
    [ -S "$folder/.s.PGSQL.5432" ] && break
    kill -0 "$server" 2>/dev/null || { cat "$folder/log" >&2; die "PostgreSQL did not start"; }
    sleep 0.1
done

cd "$ROOT"
export SMARKETING_TEST_POSTGRES="postgres://smarketing@${folder//\//%2F}/postgres"
"$@"
