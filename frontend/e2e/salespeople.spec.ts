import type { Page } from "@playwright/test";
import { axe, inTheme, isTooWide, THEMES } from "./accessible";
import { csvOf, figures, type CsvRow } from "./reading";
import { expect, test } from "./site";

const YEAR = { period: "YEAR" };
const FIELDS = ["profit", "revenue", "profitMargin", "growthRate", "unitsSold", "orders", "averageOrderValue", "share"];

const board = (page: Page) => page.getByRole("table", { name: "Salespeople by rank" });
const people = (page: Page) => board(page).locator("tbody tr");
const firstName = (page: Page) => people(page).first().getByRole("link").first();

test.slow();

test("every number of the leaderboard is the server's", async ({ page, request }) => {
  await page.goto("/salespeople?p=year");
  await expect(firstName(page)).toBeVisible();
  const rows = await csvOf(request, { report: "salespersonLeaderboard", args: YEAR });
  await expect(people(page)).toHaveCount(rows.length);
  for (const [at, row] of rows.entries()) {
    const shown = people(page).nth(at);
    await expect(shown.getByRole("link").first()).toHaveText(row.salesperson ?? "");
    const values = (await figures(shown)).map(({ value }) => value);
    for (const field of ["rank", ...FIELDS])
      expect(values.map(numberOr), `${field} of ${at}`).toContain(numberOr(row[field]));
  }
});

const numberOr = (text: string | undefined) => (text === undefined || text === "" ? null : Number(text));

test("a sort is the server's and stays in the address", async ({ page, request }) => {
  const byRevenue = await csvOf(request, { report: "salespersonLeaderboard", args: { ...YEAR, sortBy: "REVENUE" } });
  await page.goto("/salespeople?p=year");
  await board(page).getByRole("button", { name: "Revenue" }).click();
  await expect(page).toHaveURL(/sort=-revenue/);
  await expect(firstName(page)).toHaveText(nameOf(byRevenue.at(0)));
  await board(page).getByRole("button", { name: "Revenue" }).click();
  await expect(page).toHaveURL(/sort=revenue/);
  await expect(firstName(page)).toHaveText(nameOf(byRevenue.at(-1)));
  await page.reload();
  await expect(firstName(page)).toHaveText(nameOf(byRevenue.at(-1)));
  await page.getByRole("group", { name: "Rank by" }).getByRole("button", { name: "Margin" }).click();
  await expect(page.getByRole("heading", { name: "Margin over time, the first three" })).toBeVisible();
});

const nameOf = (row: CsvRow | undefined) => row?.salesperson ?? "";

test("pinned people drive the other tiles, also after a reload", async ({ page }) => {
  await page.goto("/salespeople?p=year");
  const [second, fourth] = [people(page).nth(1), people(page).nth(3)];
  const names = [
    await second.getByRole("link").first().innerText(),
    await fourth.getByRole("link").first().innerText(),
  ];
  await second.getByRole("checkbox").check();
  await fourth.getByRole("checkbox").check();
  await expect(page).toHaveURL(/pin=.*pin=/);
  await page.reload();
  await expect(second.getByRole("checkbox")).toBeChecked();
  await expect(page.getByRole("heading", { name: "Profit over time, pinned people" })).toBeVisible();
  const mix = page.getByRole("region", { name: "Product lines of pinned people" });
  await expect(mix.getByRole("link")).toHaveText(names);
});

test("a person's figures are the server's, and the next by rank is a key away", async ({ page, request }) => {
  const rows = await csvOf(request, { report: "salespersonLeaderboard", args: YEAR });
  const [first, second] = [nameOf(rows[0]), nameOf(rows[1])];
  const [own] = await csvOf(request, { report: "salesOverview", args: { ...YEAR, salesperson: first } });
  await page.goto("/salespeople?p=year");
  await page.getByRole("link", { name: first, exact: true }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(first);
  const values = await figuresOf(page, "Key figures");
  for (const field of [
    "totalRevenue",
    "grossProfit",
    "profitMargin",
    "totalOrders",
    "uniqueCustomers",
    "returnsValue",
  ]) {
    expect(values, field).toContain(numberOr(own?.[field]));
  }
  await page.keyboard.press("]");
  await expect(page.getByRole("heading", { level: 1 })).toContainText(second);
  await expect(page).toHaveURL(/p=year/);
  await page.getByRole("link", { name: `‹ ${first}` }).waitFor();
  await page.keyboard.press("[");
  await expect(page.getByRole("heading", { level: 1 })).toContainText(first);
});

async function figuresOf(page: Page, tile: string): Promise<(number | null)[]> {
  const region = page.getByRole("region", { name: tile });
  await expect(region.locator("data[value]").first()).toBeVisible();
  return (await figures(region)).map(({ value }) => numberOr(value));
}

test("a wrong name of an old link offers the nearest", async ({ page, request }) => {
  const [row] = await csvOf(request, { report: "salespersonLeaderboard", args: YEAR });
  const name = nameOf(row);
  await page.goto(`/salespeople/${encodeURIComponent(`${name}x`)}?p=year`);
  await page.getByRole("main").getByRole("link", { name }).click();
  await expect(page).toHaveURL(/p=year/);
  await expect(page.getByRole("heading", { name: "Key figures" })).toBeVisible();
});

for (const theme of THEMES) {
  test(`no barriers in the ${theme} theme`, async ({ page }) => {
    await inTheme(page, theme);
    await page.goto("/salespeople?p=year");
    await expect(firstName(page)).toBeVisible();
    await expect(page.locator("figure svg").first()).toBeVisible();
    expect(await axe(page)).toEqual([]);
    await firstName(page).click();
    await expect(page.getByRole("heading", { name: "Why profit changed" })).toBeVisible();
    await expect(page.locator("figure svg").first()).toBeVisible();
    expect(await axe(page)).toEqual([]);
  });
}

test("by keyboard alone: sort, pin, open", async ({ page }) => {
  await page.goto("/salespeople?p=year");
  await expect(firstName(page)).toBeVisible();
  await board(page).getByRole("button", { name: "Units" }).focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/sort=-units/);
  await people(page).first().getByRole("checkbox").focus();
  await page.keyboard.press("Space");
  await expect(page).toHaveURL(/pin=/);
  const name = await firstName(page).innerText();
  await page.keyboard.press("Tab");
  await expect(firstName(page)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
});

test("on a phone the page is not wider than its screen", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/salespeople?p=year");
  await expect(firstName(page)).toBeVisible();
  expect(await isTooWide(page)).toBe(false);
  // parts too narrow for their names are told by a key
  const mix = page.getByRole("region", { name: "Product lines of the first ten" });
  await expect(mix.locator("[data-key]").getByText("Electrical", { exact: true })).toBeVisible();
  await firstName(page).click();
  await expect(page.getByRole("heading", { name: "Key figures" })).toBeVisible();
  expect(await isTooWide(page)).toBe(false);
});
