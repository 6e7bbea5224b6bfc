import type { Page } from "@playwright/test";
import { readFile } from "node:fs/promises";
import { axe, inTheme, isTooWide, THEMES } from "./accessible";
import { figures, rowsOf } from "./reading";
import { expect, test } from "./site";

const PIVOT = "/explore?ms=netRevenue&ms=profitMargin&r=branch&c=quarter&view=pivot&p=year&cmp=none";
const BODY = {
  measures: ["netRevenue", "profitMargin"],
  dimensions: ["branch"],
  columns: ["time"],
  grain: "QUARTER",
  period: "YEAR",
  compare: [],
};

const grid = (page: Page) => page.getByRole("grid");
const opened = async (page: Page, address: string) => {
  await page.goto(address);
  await expect(grid(page)).toBeVisible();
};

/** The cells of the rows on screen, as texts at full precision. */
async function rowsOnScreen(page: Page): Promise<string[][]> {
  const rows = await grid(page).locator("tbody tr").all();
  return Promise.all(rows.map(async (row) => (await figures(row)).map(({ value }) => value)));
}

test("a pivot is built by keyboard alone, and its link reproduces it", async ({ page }) => {
  await opened(page, "/explore?p=year&cmp=none");
  await page.getByRole("button", { name: "Add to columns" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("menuitemcheckbox", { name: /^Quarter/ }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await expect(grid(page).getByRole("columnheader", { name: "Q4 2024" })).toBeVisible();
  const profit = page.getByRole("button", { name: /^Profit, 2 of 3/ });
  await profit.focus();
  await page.keyboard.press("Alt+ArrowLeft");
  await expect(page.getByRole("button", { name: /^Profit, 1 of 3/ })).toBeFocused();
  await page.keyboard.press("Delete");
  await expect(page.getByRole("button", { name: /^Net revenue, 1 of 2/ })).toBeVisible();
  await expect(page).toHaveURL(/ms=netRevenue&ms=profitMargin.*view=pivot/);
  // the answer before stays on screen until the new one is there
  await expect(grid(page).getByRole("columnheader", { name: /^Profit(?! margin)/ })).toHaveCount(0);
  const before = await rowsOnScreen(page);
  await page.reload();
  await expect(grid(page)).toBeVisible();
  expect(await rowsOnScreen(page)).toEqual(before);
});

test("numbers, totals and a file of all rows are those of the same question", async ({ page, request }) => {
  await opened(page, PIVOT);
  const answer = await request.post("/api/kpis/explore", { data: { ...BODY, totals: true } });
  const { data, metadata } = (await answer.json()) as {
    data: { columns: { name: string }[]; rows: unknown[][] };
    metadata: { totals: Record<string, number> };
  };
  const shown = await rowsOnScreen(page);
  expect(shown).toEqual(data.rows.map((row) => row.slice(1).map(String)));
  const foot = (await figures(grid(page).locator("tfoot"))).map(({ value }) => Number(value));
  expect(foot).toEqual(data.columns.slice(1).map(({ name }) => metadata.totals[name]));

  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: /^More for/ }).click();
  await page.getByRole("menuitem", { name: /CSV/ }).first().click();
  const rows = rowsOf(await readFile(await (await saving).path(), "utf8"));
  expect(rows).toHaveLength(data.rows.length);
});

test("a cell asks its question: the same number alone, and Back returns", async ({ page }) => {
  await opened(page, PIVOT);
  const cell = grid(page).locator('[data-cell="1:2"]');
  const value = await cell.locator("data").getAttribute("value");
  await cell.click();
  await page.getByRole("menuitem", { name: "Ask this cell alone" }).click();
  await expect(page).toHaveURL(/from=2024-04-01.*to=2024-06-30/);
  await expect(grid(page).locator("tbody tr")).toHaveCount(1);
  await expect(grid(page).locator('[data-cell="0:0"] data')).toHaveAttribute("value", value ?? "none");
  await page.goBack();
  await expect(grid(page).getByRole("columnheader", { name: "Q2 2024" })).toBeVisible();
});

test("chosen cells are copied at full precision", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await opened(page, PIVOT);
  const [first = [], second = []] = await rowsOnScreen(page);
  await grid(page).locator('[data-cell="0:0"]').focus();
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Control+c");
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe([first, second].map((row) => row.slice(0, 2).join("\t")).join("\n"));
});

test("what may not be chosen stays in reach and says why", async ({ page }) => {
  await opened(page, "/explore");
  await page.getByRole("button", { name: "Add to columns" }).click();
  const branch = page.getByRole("menuitemcheckbox", { name: /^Branch/ });
  await expect(branch).toHaveAttribute("aria-disabled", "true");
  await expect(branch).toContainText("It stands in the rows already.");
  await branch.press("Enter");
  await expect(page).not.toHaveURL(/c=branch/);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^Lines/ }).press("Enter");
  await expect(page.getByText("Lines go over time: choose a time as columns first.")).toBeVisible();
});

test("more than can be read is never cut unsaid", async ({ page }) => {
  await page.goto("/explore?ms=netRevenue&r=product&r=salesperson&p=year&cmp=none");
  await expect(page.getByText(/are more than can be read here/)).toBeVisible();
  await page.getByRole("button", { name: "Top 25 and others" }).click();
  await expect(grid(page).locator("tbody tr")).toHaveCount(25);
  await expect(grid(page).locator("tfoot").getByRole("rowheader", { name: "Others" })).toBeVisible();
});

for (const theme of THEMES) {
  test(`Explore breaks no rule of accessibility, ${theme}`, async ({ page }) => {
    await inTheme(page, theme);
    await opened(page, PIVOT);
    expect(await axe(page)).toEqual([]);
  });
}

test("on a narrow screen the grid moves, not the page", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await opened(page, PIVOT);
  expect(await isTooWide(page)).toBe(false);
  await page.getByRole("button", { name: "Change the question" }).click();
  await expect(page.getByRole("region", { name: "Question" })).toBeVisible();
});
