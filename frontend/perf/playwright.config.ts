import { defineConfig } from "@playwright/test";
import { BROWSER } from "../e2e/browser";

// the sample of `make demo`, not the smaller one of the journeys
process.env.E2E_ROWS ??= "200000";

/** Measurements and pictures: one at a time, over a server of their own with the whole sample. */
export default defineConfig({
  testDir: ".",
  outputDir: "../../var/perf",
  globalSetup: "../e2e/setup.ts",
  workers: 1,
  retries: 0,
  timeout: 600_000,
  reporter: [["list"]],
  use: {
    ...BROWSER,
    baseURL: process.env.E2E_SITE ?? "",
    viewport: { width: 1440, height: 900 },
    locale: "en-GB",
    timezoneId: "Africa/Nairobi",
  },
});
