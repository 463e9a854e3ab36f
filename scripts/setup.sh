#!/usr/bin/env bash
# setup.sh [native|web|browser|postgres]: installs what is missing, skips what is there.
#   native   what every build needs: C and C++ compilers
#   web      what building needs: a Rust for wasm, trunk, wasm-bindgen, wasm-split-cli, wasm-opt
#   browser  what tests in a browser need: Chromium, its driver, tests/node_modules
#   postgres what tests on PostgreSQL need: its server, unless one is given
set -euo pipefail
. "$(dirname "$0")/env.sh"
. "$ROOT/scripts/apt.sh"

what=${1:-web}
mkdir -p "$TOOLS/bin" "$TOOLS/log"
# Two makes at once must not install the same thing twice.
exec 9>"$TOOLS/.lock"
flock -n 9 || { say "waiting for another set-up to finish"; flock 9; }

have node || die "Node.js is missing (version 20 or newer): install it, then run make setup again."
# Rust links with the C compiler, and some crates (the embedded database) have C in them.
have cc || apt_install "compiling" gcc libc6-dev
# The fuzzer is written in C++.
have c++ || apt_install "fuzzing" g++

case $what in
    native) ;;
    web)
        . "$ROOT/scripts/setup-rust.sh"
        . "$ROOT/scripts/setup-tools.sh"
        ;;
    browser) . "$ROOT/scripts/setup-browser.sh" ;;
    postgres)
        # Debian keeps the server's programs outside of PATH, by version.
        [ -n "${SMARKETING_TEST_POSTGRES:-}" ] || have postgres || compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null ||
            apt_install "tests on PostgreSQL" postgresql
        ;;
    *) die "setup.sh knows native, web, browser and postgres, not $what" ;;
esac
