#!/usr/bin/env bash
# fuzz.sh [RUNS]: feeds each parser RUNS inputs (default 200000; the importer, which is slower, a fiftieth), made by changing
# those in fuzz/corpus so that ever more of the code is reached. What makes one
# fail is left in target/fuzz/found; put it into the corpus with its mending.
#
# The flags are cargo-fuzz's, without the sanitizers that only a nightly compiler
# has: our code has no `unsafe` for them to watch.
set -euo pipefail
. "$(dirname "$0")/env.sh"

runs=${1:-200000}
export CARGO_TARGET_DIR=$ROOT/target/fuzz
RUSTFLAGS="--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
-Cllvm-args=-sanitizer-coverage-trace-compares" \
    cargo build --quiet --release --manifest-path fuzz/Cargo.toml --target "$(rustc -vV | sed -n 's/^host: //p')"

for target in wire csv clock; do
    # A file takes some milliseconds, the others some hundredths of one.
    inputs=$runs
    [ "$target" != csv ] || inputs=$((runs / 50))
    say "feeding $target with $inputs inputs"
    mkdir -p "$CARGO_TARGET_DIR/found/$target" "$CARGO_TARGET_DIR/grown/$target"
    log=$CARGO_TARGET_DIR/$target.log
    # What is new goes into the first directory; the corpus is only read.
    "$CARGO_TARGET_DIR"/*/release/"$target" "$CARGO_TARGET_DIR/grown/$target" "fuzz/corpus/$target" \
        -runs="$inputs" -seed=1 -max_len=4096 -timeout=10 -artifact_prefix="$CARGO_TARGET_DIR/found/$target/" \
        >"$log" 2>&1 || { tail -n 30 "$log" >&2; die "$target failed; the input is in $CARGO_TARGET_DIR/found/$target"; }
    tail -n 1 "$log"
done
