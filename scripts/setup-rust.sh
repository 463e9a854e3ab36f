# shellcheck shell=bash
# Chooses the Rust that builds for the browser. Sourced by setup.sh.
#
# rustup's, when it can add the wasm target. Where rustup's server cannot be
# reached, Debian's rustc with a standard library built from Debian's source.
# SMARKETING_RUST=rustup or =debian makes the choice by hand.

rustup_version() { have rustup && rustc --version 2>/dev/null; }
debian_version() { /usr/bin/rustc --version 2>/dev/null; }

# The choice stands while that compiler is the same and its library is there.
choice_holds() {
    [ -z "${SMARKETING_RUST:-}" ] || [ "$(web_rust)" = "$SMARKETING_RUST" ] || return 1
    case $(web_rust) in
        rustup) [ "$(cat "$WEB_RUST_FILE")" = "rustup $(rustup_version)" ] &&
            [ -d "$(rustc --print sysroot)/lib/rustlib/$WASM/lib" ] ;;
        debian) [ "$(cat "$WEB_RUST_FILE")" = "debian $(debian_version)" ] &&
            [ -d "$DEBIAN_RUST/sysroot/lib/rustlib/$WASM/lib" ] && { have rustup || have wasm-ld; } ;;
        *) return 1 ;;
    esac
}

# Compiles and links a library that needs std: the only proof that counts.
compiles_for_wasm() {
    local dir ok=1
    dir=$(mktemp -d)
    mkdir "$dir/src"
    # With our own rust-version, so that a compiler that is too old fails here.
    printf '[package]\nname="probe"\nversion="0.0.0"\nedition="2021"\nrust-version="%s"\n[lib]\ncrate-type=["cdylib"]\n[workspace]\n' \
        "$(sed -n 's/^rust-version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)" >"$dir/Cargo.toml"
    printf '#[no_mangle]\npub extern "C" fn f(n: u32) -> usize { format!("{n:?}").len() }\n' >"$dir/src/lib.rs"
    (cd "$dir" && web env CARGO_TARGET_DIR="$dir/target" cargo build --quiet --target "$WASM") \
        >"$TOOLS/log/probe.log" 2>&1 && ok=0
    rm -rf "$dir"
    return $ok
}

use_rustup() {
    have rustup || return 1
    say "asking rustup for the $WASM target (a minute at most)"
    # Without a server in reach rustup would try again and again.
    RUSTUP_MAX_RETRIES=1 timeout --kill-after=5 60 rustup target add "$WASM" >"$TOOLS/log/rustup.log" 2>&1 || return 1
    echo "rustup $(rustup_version)" >"$WEB_RUST_FILE"
    compiles_for_wasm
}

use_debian() {
    say "using Debian's Rust for the browser, with a $WASM library of its own source"
    apt_install "building for the browser" rustc-web cargo-web rust-web-src
    # rustup brings a linker for wasm; without it we need Debian's.
    [ "$(wasm_linker)" != wasm-ld ] || apt_install "linking for the browser" lld
    "$ROOT/scripts/wasm-std.sh"
    echo "debian $(debian_version)" >"$WEB_RUST_FILE"
    compiles_for_wasm
}

if ! choice_holds; then
    rm -f "$WEB_RUST_FILE"
    case ${SMARKETING_RUST:-any} in
        rustup) use_rustup ;;
        debian) use_debian ;;
        *) use_rustup || use_debian ;;
    esac || {
        rm -f "$WEB_RUST_FILE"
        cat "$TOOLS/log/probe.log" >&2 2>/dev/null || true
        die "no Rust on this machine can compile for $WASM; logs are in $TOOLS/log"
    }
    say "the browser part is built by $(cat "$WEB_RUST_FILE")"
fi
