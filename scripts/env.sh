# shellcheck shell=bash
# Where things are, and which Rust builds for the browser.
# Sourced by the other scripts. Changes to the root of the checkout.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$ROOT" || exit 1
# shellcheck source=scripts/versions.sh
. "$ROOT/scripts/versions.sh"

# Tools live outside the checkout: a fresh clone need not build them again.
TOOLS=${SMARKETING_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/smarketing/tools}
DEBIAN_RUST=$TOOLS/debian-rust
# shellcheck disable=SC2034 # used where this is sourced
WASM=wasm32-unknown-unknown

# A login shell from before rustup's installation does not have cargo on PATH.
if ! command -v cargo >/dev/null && [ -x "${CARGO_HOME:-$HOME/.cargo}/bin/cargo" ]; then
    PATH=${CARGO_HOME:-$HOME/.cargo}/bin:$PATH
fi
# Another repository's toolchain file must not make rustup fetch anything while we build.
export PATH=$TOOLS/bin:$PATH RUSTUP_AUTO_INSTALL=0

# setup-rust.sh writes "rustup <version>" or "debian <version>" here.
WEB_RUST_FILE=$TOOLS/web-rust
web_rust() { cut -d' ' -f1 "$WEB_RUST_FILE" 2>/dev/null; }

# Debian's rustc has no linker for wasm of its own; rustup's (if there is a
# rustup) is newer than Debian's lld.
wasm_linker() {
    local host lld
    host=$(rustc -vV 2>/dev/null | sed -n 's/^host: //p')
    lld=$(rustc --print sysroot 2>/dev/null)/lib/rustlib/$host/bin/rust-lld
    if [ -n "$host" ] && [ -x "$lld" ]; then echo "$lld"; else echo wasm-ld; fi
}

# web CMD…: runs CMD with the Rust that can build for the browser.
# Its own target directory: native builds and this one never wait for each other.
# `erase_components` makes every component's view one type: a smaller program and
# a faster build. No path of this machine stands in the program. The caller's
# RUSTFLAGS would hide the target's own flags; WEB_FLAGS come after them.
web() {
    local settings=(CARGO_TARGET_DIR="$ROOT/target/web") registry=${CARGO_HOME:-$HOME/.cargo}/registry/src
    local flags="--cfg erase_components --remap-path-prefix=$registry= --remap-path-prefix=$ROOT= ${WEB_FLAGS:-}"
    if [ "$(web_rust)" = debian ]; then
        # The standard library that wasm-std.sh built stands in a sysroot of ours,
        # so nothing under /usr is changed.
        flags="$flags --sysroot $DEBIAN_RUST/sysroot"
        settings+=(PATH="$DEBIAN_RUST/bin:$PATH" CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER="$(wasm_linker)")
    fi
    env -u RUSTFLAGS -u CARGO_ENCODED_RUSTFLAGS -u RUSTC \
        CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="$flags" "${settings[@]}" "$@"
}

say() { printf '%s\n' "» $*"; }
die() { printf '%s\n' "✗ $*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }
