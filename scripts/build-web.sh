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

# What a worker computes (worker/) is a program of its own: one script, and the wasm
# that it fetches. scripts/precache.mjs puts both beside the app's.
build_worker() {
    local out=$ROOT/target/web/worker profile=$1 folder=$2
    web cargo build --quiet --target "$WASM" -p smarketing-worker --profile "$profile"
    rm -rf "$out"
    wasm-bindgen --target no-modules --no-typescript --out-dir "$out" --out-name worker \
        "$ROOT/target/web/$WASM/$folder/smarketing-worker.wasm"
    if [ "$kind" = release ]; then
        wasm-opt -Oz "$out/worker_bg.wasm" -o "$out/worker_bg.small"
        mv "$out/worker_bg.small" "$out/worker_bg.wasm"
    fi
    echo 'wasm_bindgen({ module_or_path: "/worker_bg.wasm" });' >>"$out/worker.js"
    export WORKER=$out
}

# trunk understands NO_COLOR=true, but not the usual NO_COLOR=1.
unset NO_COLOR
if [ "$kind" = release ]; then
    say "building the app for release (a few minutes when much has changed)"
    build_worker worker worker
    # Pages become chunks (scripts/split). The linker has to leave in the program
    # what tells which code belongs to which.
    export CHUNKS=$ROOT/target/web/chunks PATH=$ROOT/scripts/split:$PATH
    WEB_FLAGS=-Clink-arg=--emit-relocs web trunk build --release --features split --cargo-profile web --dist "$dist"
    node scripts/compress.mjs "$dist"
else
    say "building the app for development"
    build_worker dev debug
    web trunk build --dist "$dist"
fi
touch -r "$began" "$dist/index.html"
