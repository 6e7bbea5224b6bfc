import { test, type Page } from "@playwright/test";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { THEMES, inTheme } from "../e2e/accessible";
import { drawn } from "../e2e/drawn";

const FOLDER = join(import.meta.dirname, "..", "..", "docs", "screenshots");
const PAGES: Record<string, string> = {
  overview: "/",
  salespeople: "/salespeople",
  products: "/products",
  branches: "/branches",
  customers: "/customers",
  profit: "/profit",
  explore: "/explore",
  data: "/data",
  diagnostics: "/diagnostics",
  settings: "/settings",
  salesperson: "/salespeople/Wanjiru%20Kamau",
  branch: "/branches/Nairobi",
};

async function take(page: Page, address: string, name: string): Promise<void> {
  await page.goto(address);
  await drawn(page);
  await page.waitForLoadState("networkidle");
  // fades of 150 ms end
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(FOLDER, `${name}.png`), animations: "disabled", caret: "hide" });
}

mkdirSync(FOLDER, { recursive: true });

for (const [name, address] of Object.entries(PAGES)) {
  for (const theme of THEMES) {
    test(`${name}, ${theme}`, async ({ page }) => {
      await inTheme(page, theme);
      await take(page, address, theme === "light" ? name : `${name}-dark`);
    });
  }
}

test.describe("on a phone", () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  for (const theme of THEMES) {
    test(`overview, ${theme}`, async ({ page }) => {
      await inTheme(page, theme);
      await take(page, PAGES.overview ?? "/", theme === "light" ? "overview-phone" : "overview-phone-dark");
    });
  }
});
