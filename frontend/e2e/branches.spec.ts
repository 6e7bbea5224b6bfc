import type { Page } from "@playwright/test";
import { axe, inTheme, isTooWide, THEMES } from "./accessible";
import { csvOf, figures } from "./reading";
import { expect, test } from "./site";

const YEAR = { period: "YEAR" };
const FIELDS = ["revenue", "profit", "profitMargin", "growthRate", "orders", "customers", "returnRate", "share"];

const list = (page: Page) => page.getByRole("table", { name: "Branches by rank" });
const branches = (page: Page) => list(page).locator("tbody tr");
const firstName = (page: Page) => branches(page).first().getByRole("link").first();
const numberOr = (text: string | undefined) => (text === undefined || text === "" ? null : Number(text));

test.slow();

test("every number of the table is the server's", async ({ page, request }) => {
  await page.goto("/branches?p=year");
  await expect(firstName(page)).toBeVisible();
  const rows = await csvOf(request, { report: "branchPerformance", args: YEAR });
  await expect(branches(page)).toHaveCount(rows.length);
  for (const [at, row] of rows.entries()) {
    const shown = branches(page).nth(at);
    await expect(shown.getByRole("link").first()).toHaveText(row.branch ?? "");
    const values = (await figures(shown)).map(({ value }) => numberOr(value));
    for (const field of FIELDS) expect(values, `${field} of ${String(row.branch)}`).toContain(numberOr(row[field]));
  }
});

test("the matrix and the hours are the server's, cell by cell", async ({ page, request }) => {
  await page.goto("/branches?p=year&cells=profit&hours=orders");
  const matrix = page.getByRole("grid", { name: "Profit by branch and product line" });
  await expect(matrix).toBeVisible();
  const cells = await csvOf(request, { report: "branchProductHeatmap", args: { ...YEAR, metric: "PROFIT" } });
  const shown = await figures(matrix.locator("tbody"));
  const values = shown.map(({ value }) => numberOr(value));
  for (const { branch, productLine, value } of cells) {
    expect(values, `${String(branch)} ${String(productLine)}`).toContain(numberOr(value));
  }
  const hours = await csvOf(request, { report: "hourlySales", args: { ...YEAR, metric: "ORDERS" } });
  const week = page.getByRole("grid", { name: "Orders by weekday and local hour" });
  const drawn = (await figures(week.locator("tbody"))).map(({ value }) => numberOr(value));
  const inOrder = [...hours].sort((a, b) => Number(a.weekday) - Number(b.weekday) || Number(a.hour) - Number(b.hour));
  expect(drawn).toEqual(inOrder.map(({ value }) => numberOr(value)));
});

test("from a branch to its people to their customers, with period, comparison and filters", async ({ page }) => {
  await page.goto("/branches?p=year&cmp=year&line=Solar");
  const branch = await firstName(page).innerText();
  await firstName(page).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(branch);
  await expectKept(page);
  const person = page.getByRole("table", { name: "Salespeople" }).locator("tbody").getByRole("link").first();
  const name = await person.innerText();
  await person.click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
  await expectKept(page);
  const customer = page.getByRole("table", { name: "Top customers" }).locator("tbody").getByRole("link").first();
  const buyer = await customer.innerText();
  await customer.click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(buyer);
  await expectKept(page);
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
});

async function expectKept(page: Page): Promise<void> {
  const kept = () => {
    const asked = new URL(page.url()).searchParams;
    return [asked.get("p"), asked.get("cmp"), asked.get("line")];
  };
  await expect.poll(kept).toEqual(["year", "year", "Solar"]);
}

test("sort, scale, cells and pins are in the address and stay after a reload", async ({ page, request }) => {
  await page.goto("/branches?p=year");
  await list(page).getByRole("button", { name: "Growth" }).click();
  await expect(page).toHaveURL(/sort=-growth/);
  await page.getByRole("group", { name: "Scale" }).getByRole("button", { name: "Own scale" }).click();
  await page.getByRole("group", { name: "Cells show" }).getByRole("button", { name: "Share of row" }).click();
  await branches(page).first().getByRole("checkbox").check();
  await expect(page).toHaveURL(/of=row.*pin=.*scale=own/);
  await page.reload();
  const [fastest] = await csvOf(request, { report: "branchPerformance", args: { ...YEAR, sortBy: "GROWTH" } });
  await expect(firstName(page)).toHaveText(fastest?.branch ?? "");
  await expect(branches(page).first().getByRole("checkbox")).toBeChecked();
  await expect(page.getByRole("button", { name: "Own scale" })).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByText("% of the branch")).toBeVisible();
});

test("a branch's figures and lists are the server's", async ({ page, request }) => {
  await page.goto("/branches?p=year");
  const branch = await firstName(page).innerText();
  const [own] = await csvOf(request, { report: "salesOverview", args: { ...YEAR, branch } });
  const lines = await csvOf(request, { report: "productLines", args: { ...YEAR, branch, sortBy: "PROFIT" } });
  await page.goto(`/branches/${encodeURIComponent(branch)}?p=year`);
  const key = page.getByRole("region", { name: "Key figures" });
  await expect(key.locator("data[value]").first()).toBeVisible();
  const values = (await figures(key)).map(({ value }) => numberOr(value));
  for (const field of ["totalRevenue", "grossProfit", "totalOrders"]) expect(values).toContain(numberOr(own?.[field]));
  const rows = page.getByRole("table", { name: "Product lines" }).locator("tbody tr");
  await expect(rows).toHaveCount(lines.length);
  for (const [at, line] of lines.entries()) {
    const shown = (await figures(rows.nth(at))).map(({ value }) => numberOr(value));
    expect(shown).toContain(numberOr(line.profit));
  }
});

for (const theme of THEMES) {
  test(`no barriers in the ${theme} theme`, async ({ page }) => {
    await inTheme(page, theme);
    await page.goto("/branches?p=year");
    await expect(firstName(page)).toBeVisible();
    await expect(page.locator("figure svg").nth(3)).toBeVisible();
    expect(await axe(page)).toEqual([]);
    await firstName(page).click();
    await expect(page.getByRole("heading", { name: "Why profit changed" })).toBeVisible();
    await expect(page.locator("figure svg").first()).toBeVisible();
    expect(await axe(page)).toEqual([]);
  });
}

test("by keyboard alone: through the matrix to what a cell offers", async ({ page }) => {
  await page.goto("/branches?p=year");
  const matrix = page.getByRole("grid", { name: "Net revenue by branch and product line" });
  await matrix.locator('[data-cell="0:0"]').focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  await expect(matrix.locator('[data-cell="1:1"]')).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Filter to this" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/branch=/);
  await expect(branches(page)).toHaveCount(1);
});

test("on a phone the page is not wider than its screen", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/branches?p=year");
  await expect(firstName(page)).toBeVisible();
  expect(await isTooWide(page)).toBe(false);
  await firstName(page).click();
  await expect(page.getByRole("heading", { name: "Key figures" })).toBeVisible();
  expect(await isTooWide(page)).toBe(false);
});

test("on a phone the hours begin with the first that sells, right beside the days", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/branches");
  const hours = page.getByRole("grid", { name: /by weekday and local hour$/ });
  await expect(hours).toBeVisible();
  const gap = () =>
    hours.evaluate((table) => {
      const [corner, ...heads] = [...table.querySelectorAll("thead th")].map((head) => head.getBoundingClientRect());
      return Math.min(...heads.map(({ left }) => Math.abs(left - (corner?.right ?? 0))));
    });
  await expect.poll(gap).toBeLessThan(1.5);
});
