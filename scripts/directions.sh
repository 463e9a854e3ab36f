#!/usr/bin/env bash
# The direction rules of the architecture, as far as the compiler does not keep them.
# Prints one line for each violation and fails when there is any.
set -euo pipefail
. "$(dirname "$0")/env.sh"

broken=0
violation() { printf '✗ %s\n' "$*" >&2; broken=1; }

# code FILE…: "file:line:text" of each line, without comments, and without what is
# compiled for tests only: one line after #[cfg(test)], or all from a test module on.
code() {
    [ $# -eq 0 ] || awk '
        FNR == 1 { tests = pending = 0 }
        tests { next }
        /^[[:space:]]*#\[cfg\((all\()?test[,)]/ { pending = 1; next }
        pending && /^[[:space:]]*#\[/ { next }
        pending { pending = 0; if ($0 ~ /mod [a-z_0-9]+ *\{/) tests = 1; next }
        { line = $0; sub(/^[[:space:]]*\/\/.*/, "", line); sub(/[[:space:]]\/\/ .*/, "", line) }
        line != "" { print FILENAME ":" FNR ":" line }' "$@"
}

# sources DIR [EXCEPT…]: the Rust files under DIR, but those under EXCEPT and those that are tests.
sources() {
    local dir=$1 except args=()
    shift
    [ -d "$dir" ] || return 0
    for except in "$@"; do args+=(! -path "$except" ! -path "$except/*"); done
    find "$dir" -name '*.rs' ! -name 'tests.rs' ! -name '*_test.rs' ! -name '*_tests.rs' ! -path '*/tests/*' "${args[@]}" | sort
}

# forbid PATTERN MESSAGE FILE…: no line of code in the files may match.
forbid() {
    local pattern=$1 message=$2 hit
    shift 2
    while IFS= read -r hit; do
        violation "${hit%%:*}:$(cut -d: -f2 <<<"$hit"): $message"
    done < <(code "$@" | grep -E "^[^:]*:[0-9]*:.*($pattern)" || true)
}

# depends PACKAGE EDGES PATTERN: the packages in PACKAGE's tree whose names match.
# A tree that cannot be made is an error, not an empty one.
depends() {
    local tree
    tree=$(cargo tree --quiet -p "$1" -e "$2" --target all --prefix none --format '{p}') ||
        die "cargo tree failed for $1, so its directions are unknown."
    cut -d' ' -f1 <<<"$tree" | sort -u | grep -Ex "$3" || true
}

# --- crates ------------------------------------------------------------------

frameworks='leptos.*|axum.*|hyper.*|sqlx.*|tokio.*|web-sys|js-sys|wasm-bindgen.*|gloo.*|idb|rand|rand_.*|getrandom'
# Edges "normal": build scripts and dev-dependencies run on the developer's machine only.
found=$(depends smarketing-domain normal "$frameworks")
for crate in $found; do
    violation "domain must depend on no framework, clock or randomness, but its tree has $crate (cargo tree -p smarketing-domain -i $crate shows why)"
done
found=$(depends smarketing normal,build,dev smarketing-server)
[ -z "$found" ] || violation "the app must not depend on the server: what both need belongs in domain"
found=$(depends smarketing-server normal,build,dev smarketing)
[ -z "$found" ] || violation "the server must not depend on the app: what both need belongs in domain"
runtimes='leptos.*|axum.*|hyper.*|sqlx.*|tokio.*|web-sys|js-sys|wasm-bindgen.*|gloo.*|idb|rand|rand_.*|getrandom|smarketing|smarketing-server'
found=$(depends smarketing-sync normal "$runtimes")
for crate in $found; do
    violation "sync must run in any surroundings, but its tree has $crate: pass it in through sync/src/platform.rs"
done
for package in smarketing-domain smarketing-sync smarketing smarketing-server; do
    found=$(depends "$package" normal,build,dev smarketing-simulation)
    [ -z "$found" ] || violation "$package must not depend on the simulation: it is for tests only"
done

# --- domain ------------------------------------------------------------------

mapfile -t files < <(sources domain/src)
forbid '(Utc|Local)::(now|today)|SystemTime|Instant::now|std::time::Instant|Uuid::(new_v|now_v)' \
    "domain has no clock and no randomness: take the time or the id as an argument" "${files[@]}"

mapfile -t files < <(sources sync/src)
forbid '(Utc|Local)::(now|today)|SystemTime|Instant::now|std::time::Instant|Uuid::(new_v|now_v)|std::(fs|net|thread)' \
    "sync has no clock, chance, network or storage of its own: take them from the platform" "${files[@]}"

# --- app ---------------------------------------------------------------------

mapfile -t files < <(sources src src/sync)
forbid 'gloo_net|\bidb\b|\bIdb[A-Z]|indexed_db|indexedDB|fetch_with_(str|request)|EventSource|XmlHttpRequest|WebSocket|BroadcastChannel' \
    "only src/sync touches the network and IndexedDB: call the engine" "${files[@]}"

# The store's fields are private to src/state; what is left to check is that nobody
# keeps a second workspace, or calls what is meant for the engine.
mapfile -t files < <(sources src src/state)
forbid '\bReplica\b|\boperation::apply\b' "only src/state writes the store: call State::perform" "${files[@]}"

mapfile -t files < <(sources src src/state src/sync)
forbid '\.(adopt|set_outgoing|set_server_now)\(|\bstatus\.(set|update|write)\b' \
    "only src/sync brings changes from the server and says how sync stands" "${files[@]}"

mapfile -t pages < <(find src/pages -mindepth 1 -maxdepth 1 ! -name 'mod.rs' 2>/dev/null | sed 's/.*\///; s/\.rs$//' | sort -u)
for page in "${pages[@]}"; do
    others=$(printf '%s\n' "${pages[@]}" | grep -vx -e "$page" | paste -sd'|')
    [ -n "$others" ] || continue
    mapfile -t files < <(sources "src/pages/$page"; find "src/pages/$page.rs" 2>/dev/null)
    # By the full path, or by `super::` from the page's root module.
    forbid "pages::($others)\\b" "pages never import pages: what two of them need belongs in src/components or src/state" "${files[@]}"
done

# --- server ------------------------------------------------------------------

mapfile -t files < <(sources server/src server/src/store server/src/store.rs)
forbid '\bsqlx::' "only server/src/store holds SQL" "${files[@]}"

mapfile -t files < <(sources server/src server/src/error.rs)
forbid '\bStatusCode::' "HTTP status codes are chosen in server/src/error.rs only" "${files[@]}"

[ "$broken" -eq 0 ] || die "the directions are written down in ARCHITECTURE.md"
echo "directions: kept"
