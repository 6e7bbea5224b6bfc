import { isTooWide } from "./accessible";
import { BROWSER } from "./browser";
import { expect, test } from "./site";

const { launchOptions } = BROWSER;
test.use({
  launchOptions: { ...launchOptions, args: [...(launchOptions?.args ?? []), "--blink-settings=defaultFontSize=32"] },
});

for (const path of ["/", "/salespeople", "/salespeople/Brian Otieno", "/customers", "/explore", "/data"]) {
  test(`letters twice as large grow in the tiles of ${path} too, and nothing is pushed off the page`, async ({
    page,
  }) => {
    await page.goto(path);
    const title = page.getByRole("heading", { level: 2 }).first();
    await expect(title).toBeVisible();
    await expect(page.getByRole("status", { name: "Loading" })).toHaveCount(0);
    const smallest = await page.locator("main").evaluate((main) => {
      const words = [...main.querySelectorAll("h2, td, th, dt, dd, p, li, label, [role=radio] div")].filter(
        (one) => one.textContent !== "" && one.closest("svg, figure, [aria-hidden=true]") === null,
      );
      return Math.min(
        ...words.map((one) => Number.parseFloat(getComputedStyle(one).fontSize)).filter((size) => size > 2),
      );
    });
    expect(smallest).toBeGreaterThanOrEqual(20);
    expect(await isTooWide(page)).toBe(false);
  });
}
