# shellcheck shell=bash
# What the tests in a browser need. Sourced by setup.sh.

# Browser and driver from the same source package: other pairs do not fit together.
{ have chromium && have chromedriver; } || apt_install "tests in a browser" chromium chromium-driver

if [ ! tests/node_modules/.installed -nt tests/package-lock.json ]; then
    say "installing the test tools of tests/package.json from npm"
    PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --silent --no-audit --no-fund --prefix tests >"$TOOLS/log/npm-tests.log" 2>&1 ||
        { tail -n 20 "$TOOLS/log/npm-tests.log" >&2; die "npm ci failed in tests/; the whole log: $TOOLS/log/npm-tests.log"; }
    touch tests/node_modules/.installed
fi
