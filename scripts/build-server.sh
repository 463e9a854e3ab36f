#!/usr/bin/env bash
# build-server.sh dev|release: builds the server. The release one carries dist/release inside.
set -euo pipefail
. "$(dirname "$0")/env.sh"

# The embedding macro reads these while it compiles, even where it embeds nothing.
mkdir -p dist/dev dist/release

if [ "$1" = dev ]; then
    say "building the server for development"
    cargo build -p smarketing-server
    exit
fi

# cargo sees that an embedded file changed, but not that one came or went: a new
# build of the app (its list of files has a digest) means compiling the server anew.
app=$(sed -n 's/^{"version":"\([0-9a-f]*\)".*/\1/p' dist/release/precache.json)
embedded=target/release/.embedded-app
[ "$(cat "$embedded" 2>/dev/null)" = "$app" ] || cargo clean --quiet --release -p smarketing-server
say "building the server for release, with the app inside"
cargo build --release -p smarketing-server
echo "$app" >"$embedded"
