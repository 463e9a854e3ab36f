#!/usr/bin/env bash
# build-web.sh dev|release: builds the app for the browser into dist/dev or dist/release.
set -euo pipefail
. "$(dirname "$0")/env.sh"

kind=$1
dist=dist/$kind
[ -n "$(web_rust)" ] || die "no Rust for the browser has been chosen yet: run make setup."

# index.html gets the time at which the build began: a file that changes while
# we build is then newer, and make builds again.
mkdir -p dist
began=$(mktemp dist/.began.XXXXXX)
trap 'rm -f "$began"' EXIT

# trunk understands NO_COLOR=true, but not the usual NO_COLOR=1.
unset NO_COLOR
if [ "$kind" = release ]; then
    say "building the app for release (a few minutes when much has changed)"
    # Pages become chunks (scripts/split). The linker has to leave in the program
    # what tells which code belongs to which.
    export CHUNKS=$ROOT/target/web/chunks PATH=$ROOT/scripts/split:$PATH
    WEB_FLAGS=-Clink-arg=--emit-relocs web trunk build --release --features split --cargo-profile web --dist "$dist"
    node scripts/compress.mjs "$dist"
else
    say "building the app for development"
    web trunk build --dist "$dist"
fi
touch -r "$began" "$dist/index.html"
