#!/usr/bin/env bash
# Runs the tests marked #[wasm_bindgen_test] in headless Chromium.
set -euo pipefail
. "$(dirname "$0")/env.sh"

# The library's own tests, and those of tests/*.rs that are for the browser.
targets=(--lib)
for file in tests/*.rs; do
    [ -e "$file" ] && grep -q wasm_bindgen_test "$file" && targets+=(--test "$(basename "$file" .rs)")
done

say "running the tests that need a browser"
# webdriver.json, read by the runner, holds Chromium's flags.
export CHROMEDRIVER
CHROMEDRIVER=$(command -v chromedriver)
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner
export WASM_BINDGEN_USE_BROWSER=1 WASM_BINDGEN_TEST_TIMEOUT=120
web cargo test --target "$WASM" -p smarketing "${targets[@]}"
