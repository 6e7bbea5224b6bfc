import type { Locator, Page } from "@playwright/test";
import { readFile } from "node:fs/promises";
import { inTheme } from "./accessible";
import { drawn } from "./drawn";
import { expect, test } from "./site";

const SMALL = ["/", "/salespeople", "/products", "/branches", "/customers", "/profit"];

test("charts on a phone are no higher than 200 pixels, on every page", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of [...SMALL, "/explore?ms=netRevenue&c=day&view=lines"]) {
    await page.goto(path);
    await drawn(page);
    const heights = await page.locator("main figure").evaluateAll((all) => all.map(({ clientHeight }) => clientHeight));
    for (const height of heights) expect(height, path).toBeLessThanOrEqual(200);
  }
});

test("what is read of a small panel stands outside of it, and says once what the shorter month lacks", async ({
  page,
}) => {
  await page.goto("/branches");
  const tile = page.getByRole("region", { name: "Net revenue of each branch over time" });
  const panel = tile.locator("figure").nth(1);
  await expect(panel.locator("svg")).toBeVisible();
  const reader = panel.getByRole("slider");
  await reader.focus();
  await page.keyboard.press("End");
  const words = panel.locator("[data-chart-tooltip]");
  await expect(words).toContainText("Nothing beside it in 1–30 Nov 2024: fewer days.");
  await expect(words).not.toContainText("no value");
  const edges = (part: Locator) =>
    part.evaluate((element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return { top, bottom };
    });
  const [plot, said] = [await edges(panel), await edges(words)];
  const isBelow = said.top >= plot.bottom - 1;
  const isAbove = said.bottom <= plot.top + 1;
  expect(isBelow || isAbove).toBe(true);
});

test("of many lines the six largest are drawn, and another is drawn by choice", async ({ page }) => {
  await page.goto("/explore?ms=netRevenue&r=branch&c=month&view=lines&p=year&sort=branch");
  await expect(page.getByText("The 6 largest of 8 by net revenue are drawn;")).toBeVisible();
  const names = page.getByRole("list", { name: "Lines drawn" });
  await expect(names.getByRole("checkbox", { checked: true })).toHaveCount(6);
  const last = names.getByRole("checkbox").last();
  await expect(last).toBeDisabled();
  await names.getByRole("checkbox").first().uncheck();
  await last.check();
  await expect(names.getByRole("checkbox", { checked: true })).toHaveCount(6);
  const chosen = await names.getByRole("listitem").last().getAttribute("title");
  await expect(page.locator("figure svg").getByText(chosen ?? "", { exact: true })).toBeVisible();
});

test("a picture carries window, filters and version, and is light whatever the page is", async ({ page }) => {
  await inTheme(page, "dark");
  await page.goto("/salespeople?p=year&branch=Nairobi");
  await drawn(page);
  const drawing = (await saved(page, "SVG")).toString("utf8");
  const told = (await (await page.request.get("/api/data-version")).json()) as { data: { version: string } };
  for (const words of ["Revenue and margin", "2024", "KES", "Nairobi", told.data.version]) {
    expect(drawing).toContain(words);
  }
  expect(drawing).toContain('<rect width="100%" height="100%" fill="#FFFFFF"/>');
  expect(drawing).not.toContain("#15191E");
  const image = await saved(page, "PNG");
  const reader = await page.context().newPage();
  const seen = await reader.evaluate(async (base64) => {
    const picture = new Image();
    picture.src = `data:image/png;base64,${base64}`;
    await picture.decode();
    const canvas = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
    canvas?.drawImage(picture, 0, 0);
    const pixels = canvas?.getImageData(0, 0, picture.width, picture.height).data ?? new Uint8ClampedArray();
    const dark = pixels.filter((value, index) => index % 4 === 0 && value < 100).length;
    return { width: picture.width, corner: [...pixels.slice(0, 3)], dark };
  }, image.toString("base64"));
  expect(seen.width).toBe(1920);
  expect(seen.corner).toEqual([255, 255, 255]);
  // words and marks are there, and the ground is not black
  expect(seen.dark).toBeGreaterThan(1000);
  expect(seen.dark).toBeLessThan(100_000);
});

async function saved(page: Page, form: string): Promise<Buffer> {
  const tile = page.getByRole("region", { name: "Revenue and margin" });
  await tile.getByRole("button", { name: /^More for/ }).click();
  const waiting = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: form, exact: true }).click();
  return readFile(await (await waiting).path());
}
