#!/usr/bin/env bash
# run.sh [watch]: starts the development server with the demo workspace, and says
# where to click. With `watch`, builds the app again whenever a file is saved.
# LISTEN and DATABASE come from the Makefile.
set -euo pipefail
. "$(dirname "$0")/env.sh"

listen=${LISTEN:-127.0.0.1:8080}
database=${DATABASE:-sqlite:data/smarketing.db}
log=data/server.log
mkdir -p data

# Asked before the start: another server's answer must not be taken for ours.
if (: <>"/dev/tcp/${listen%:*}/${listen##*:}") 2>/dev/null; then
    die "something already listens on $listen; another port: make run PORT=8081"
fi

target/debug/smarketing-server --listen "$listen" --database "$database" --demo >"$log" 2>&1 &
server=$!
stop() { kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; }
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

node scripts/wait-ready.mjs "http://$listen/readyz" "$server" ||
    { tail -n 20 "$log" >&2; die "the server did not start; its log: $log"; }

cat <<END

Smarketing is running; the server's log is $log. Ctrl-C stops it.

  marketer@demo.local   sales@demo.local   manager@demo.local   admin@demo.local
  password: demo-demo-demo

  Open http://$listen
END

if [ "${1:-}" = watch ]; then
    paths=()
    for path in index.html Cargo.toml src domain/src locales style public; do
        [ -e "$path" ] && paths+=(--watch "$path")
    done
    unset NO_COLOR
    web trunk watch --dist dist/dev "${paths[@]}"
else
    wait "$server"
fi
