#!/usr/bin/env bash
# test-wasm.sh [bench]: runs the tests marked #[wasm_bindgen_test] in headless Chromium, or
# the benchmark, compiled as the app is.
set -euo pipefail
. "$(dirname "$0")/env.sh"

# The library's own tests, and those of tests/*.rs that are for the browser.
targets=(--lib)
for file in tests/*.rs; do
    [ -e "$file" ] && grep -q wasm_bindgen_test "$file" && targets+=(--test "$(basename "$file" .rs)")
done

# webdriver.json, read by the runner, holds Chromium's flags.
export CHROMEDRIVER
CHROMEDRIVER=$(command -v chromedriver)
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner
export WASM_BINDGEN_USE_BROWSER=1 WASM_BINDGEN_TEST_TIMEOUT=120
if [ "${1:-}" = bench ]; then
    say "measuring in a browser"
    web cargo test --profile web --target "$WASM" -p smarketing-domain --bench running_tests -- --nocapture
    exit
fi
say "running the tests that need a browser"
web cargo test --target "$WASM" -p smarketing "${targets[@]}"
