import { defineConfig } from "@playwright/test";
import { BROWSER } from "./browser";

/** Nobody looks on: what fails is tried again. */
const IS_UNATTENDED = process.env.CI !== undefined;

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
  retries: IS_UNATTENDED ? 1 : 0,
  fullyParallel: true,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  forbidOnly: IS_UNATTENDED,
  reporter: [["list"]],
  use: {
    ...BROWSER,
    // set before the tests start, by setup.ts or by whoever runs them
    baseURL: process.env.E2E_SITE ?? "",
    // recording takes a third of the processor, so where a failure is tried again that try alone is recorded
    trace: IS_UNATTENDED ? "on-first-retry" : "retain-on-failure",
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
