#!/usr/bin/env bash
# Builds Rust's standard library for wasm with Debian's rustc, from Debian's
# source of it, and puts it into a sysroot of ours. Debian has no package of it.
set -euo pipefail
. "$(dirname "$0")/env.sh"

version=$(/usr/bin/rustc --version)
sysroot=$DEBIAN_RUST/sysroot
[ "$(cat "$sysroot/version" 2>/dev/null)" = "$version" ] && exit 0

# cargo finds rustc by PATH; rustup's must not come first.
mkdir -p "$DEBIAN_RUST/bin"
for tool in cargo rustc rustdoc; do ln -sf "/usr/bin/$tool" "$DEBIAN_RUST/bin/$tool"; done

say "building the standard library for $WASM with $version (once, about a minute)"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/src"
printf '[package]\nname = "empty"\nversion = "0.0.0"\nedition = "2021"\n[workspace]\n' >"$work/Cargo.toml"
touch "$work/src/lib.rs"
# RUSTC_BOOTSTRAP: -Zbuild-std is not stable. embed-bitcode: without it a later
# build with LTO finds no bitcode in these libraries. `test`: for tests in a browser.
(cd "$work" && env -u RUSTUP_TOOLCHAIN PATH="$DEBIAN_RUST/bin:$PATH" CARGO_TARGET_DIR="$work/target" \
    RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Cembed-bitcode=yes \
    cargo build --release -Zbuild-std=std,panic_abort,test --target "$WASM") >"$TOOLS/log/wasm-std.log" 2>&1 ||
    { tail -n 20 "$TOOLS/log/wasm-std.log" >&2; die "building the standard library failed; the whole log: $TOOLS/log/wasm-std.log"; }

rm -rf "$sysroot"
mkdir -p "$sysroot/lib/rustlib/$WASM/lib"
rm -f "$work/target/$WASM/release/deps/"libempty-*
cp "$work/target/$WASM/release/deps/"lib*.rlib "$sysroot/lib/rustlib/$WASM/lib/"
echo "$version" >"$sysroot/version"
