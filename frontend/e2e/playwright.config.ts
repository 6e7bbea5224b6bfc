import { defineConfig } from "@playwright/test";
import { BROWSER } from "./browser";

/**
 * Journeys through the built dashboard and a real server; site.ts says what a test is given, setup.ts what can be kept.
 *
 *     make test-e2e
 *     npx vite build --outDir ../var/mine/dist && SALES_SITE_DIR=var/mine/dist E2E_STORE=var/mine/store \
 *       npx playwright test -c e2e --output ../var/mine/results --project=embedded salespeople
 */
export default defineConfig({
  testDir: ".",
  outputDir: "../../var/e2e",
  globalSetup: "./setup.ts",
  workers: 2,
  // a browser or a server that a busy machine ends is tried once more there, and said to be flaky
  retries: process.env.CI === undefined ? 0 : 1,
  fullyParallel: true,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  forbidOnly: process.env.CI !== undefined,
  reporter: [["list"]],
  use: {
    ...BROWSER,
    // set before the tests start, by setup.ts or by whoever runs them
    baseURL: process.env.E2E_SITE ?? "",
    trace: "retain-on-failure",
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    timezoneId: "Africa/Nairobi",
    acceptDownloads: true,
  },
  projects: [
    { name: "embedded", testIgnore: "druid.spec.ts" },
    { name: "druid", testMatch: "druid.spec.ts" },
  ],
});
