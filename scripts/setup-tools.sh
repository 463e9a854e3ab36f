# shellcheck shell=bash
# trunk, wasm-bindgen, wasm-split-cli, wasm-opt and esbuild, each at the pinned version. Sourced by setup.sh.

# cargo_tool NAME VERSION BINARY MINUTES [FLAG…]
# cargo notes what it installed under a root, so asking needs no program start.
cargo_tool() {
    local name=$1 version=$2 binary=$3 minutes=$4 log
    shift 4
    [ -x "$TOOLS/bin/$binary" ] && grep -q "^\"$name $version " "$TOOLS/.crates.toml" 2>/dev/null && return 0
    log=$TOOLS/log/$name.log
    say "building $name $version (once, about $minutes minutes on two cores; log: $log)"
    # Its own build directory: an interrupted installation goes on where it stopped.
    env -u CARGO_BUILD_TARGET CARGO_TARGET_DIR="$TOOLS/build" \
        cargo install "$@" --quiet --root "$TOOLS" "$name@$version" >"$log" 2>&1 ||
        { tail -n 20 "$log" >&2; die "cargo could not install $name $version; the whole log: $log"; }
    rm -rf "$TOOLS/build"
}

locked=$(sed -n '/^name = "wasm-bindgen"$/{n;s/^version = "\(.*\)"$/\1/p}' "$ROOT/Cargo.lock" 2>/dev/null || true)
[ -z "$locked" ] || [ "$locked" = "$WASM_BINDGEN_VERSION" ] ||
    die "Cargo.lock has wasm-bindgen $locked, scripts/versions.sh and Trunk.toml have $WASM_BINDGEN_VERSION: make them equal."

cargo_tool trunk "$TRUNK_VERSION" trunk 7 --locked
# Not --locked: its lock file names a crate version that the registry may lack.
cargo_tool wasm-bindgen-cli "$WASM_BINDGEN_VERSION" wasm-bindgen 3
cargo_tool wasm_split_cli_support "$WASM_SPLIT_VERSION" wasm-split-cli 1 --locked --features build-binary

npm_tools="binaryen@$BINARYEN_VERSION esbuild@$ESBUILD_VERSION"
if [ "$(cat "$TOOLS/npm/version" 2>/dev/null)" != "$npm_tools" ]; then
    say "installing wasm-opt $BINARYEN_VERSION and esbuild $ESBUILD_VERSION from npm"
    mkdir -p "$TOOLS/npm"
    # shellcheck disable=SC2086 # two words
    npm install --silent --no-audit --no-fund --no-save --prefix "$TOOLS/npm" $npm_tools \
        >"$TOOLS/log/npm.log" 2>&1 ||
        { tail -n 20 "$TOOLS/log/npm.log" >&2; die "npm could not install $npm_tools; the whole log: $TOOLS/log/npm.log"; }
    ln -sf "$TOOLS/npm/node_modules/.bin/wasm-opt" "$TOOLS/npm/node_modules/.bin/esbuild" "$TOOLS/bin/"
    echo "$npm_tools" >"$TOOLS/npm/version"
fi
