import { chromium } from "./e2e/support/chromium.ts";
import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "./e2e",
  testMatch: "**/*.spec.ts",
  outputDir: "./test-results",
  // Every spec starts a server and a browser: two of them fill two cores.
  workers: Number(process.env.E2E_WORKERS ?? 1),
  fullyParallel: false,
  // At a desk, a test that passes the second time is a test that fails. On a machine
  // shared with others a browser can stall: CI tries once more, and its summary names the
  // test with what failed at first.
  retries: Number(process.env.E2E_RETRIES ?? 0),
  forbidOnly: !!process.env.CI,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["./e2e/support/summary.ts"]],
  use: {
    browserName: "chromium",
    locale: "en-GB",
    timezoneId: "UTC",
    viewport: { width: 1280, height: 800 },
    launchOptions: chromium(),
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
  },
});
