import { defineConfig } from "@playwright/test";
import { BROWSER } from "../e2e/browser";

/** Measurements and pictures: one at a time, over a server of their own with the whole sample. */
export default defineConfig({
  testDir: ".",
  outputDir: "../../var/perf",
  globalSetup: "./setup.ts",
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
