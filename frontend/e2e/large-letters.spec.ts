import type { Locator } from "@playwright/test";
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

test("letters twice as large grow inside the charts too, and the pointer still reads the day under it", async ({
  page,
}) => {
  await page.goto("/profit?from=2024-12-01&to=2024-12-31");
  const chart = page.getByRole("region", { name: "Margin over time" }).locator("figure");
  const words = chart.locator("svg text");
  await expect(words.first()).toBeVisible();
  const heights = await words.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
  expect(Math.min(...heights)).toBeGreaterThanOrEqual(22);
  await chart.scrollIntoViewIfNeeded();
  const tick = chart.locator("svg text", { hasText: /^\d+ Dec$/ }).first();
  const label = await tick.textContent();
  const [day, plot] = [await middleOf(tick), await middleOf(chart)];
  await page.mouse.move(day.x, plot.y);
  await expect(chart.locator("[data-chart-tooltip] p").first()).toHaveText(`${String(label)} 2024`);
});

async function middleOf(part: Locator): Promise<{ x: number; y: number }> {
  const { x, y, width, height } = (await part.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  return { x: x + width / 2, y: y + height / 2 };
}
