import type { Locator, Page } from "@playwright/test";
import { axe, inTheme, isTooWide, THEMES } from "./accessible";
import { csvOf, figures, type CsvRow } from "./reading";
import { expect, test } from "./site";

const YEAR = { period: "YEAR" };

const tree = (page: Page) => page.getByRole("table", { name: "Product lines, their groups and their products" });
const list = (page: Page) => page.getByRole("table", { name: "Products", exact: true });
const rowsOf = (table: Locator) => table.locator("tbody tr");
const nameOf = (row: CsvRow | undefined, field = "product") => row?.[field] ?? "";
const numberOr = (text: string | undefined) => (text === undefined || text === "" ? null : Number(text));

test.slow();

async function expectRow(shown: Locator, row: CsvRow, fields: readonly string[]): Promise<void> {
  const values = (await figures(shown)).map(({ value }) => numberOr(value));
  for (const field of fields) expect(values, field).toContain(numberOr(row[field]));
}

test("every number of lines, groups and products is the server's", async ({ page, request }) => {
  const fields = ["revenue", "profit", "profitMargin", "growthRate", "returnRate", "share", "unitsSold", "orders"];
  const lines = await csvOf(request, { report: "productLines", args: YEAR });
  await page.goto("/products?p=year");
  await expect(rowsOf(tree(page))).toHaveCount(lines.length);
  for (const [at, line] of lines.entries()) await expectRow(rowsOf(tree(page)).nth(at), line, fields);
  const line = nameOf(lines[0], "productLine");
  const groups = await csvOf(request, { report: "categoryBreakdown", args: { ...YEAR, productLine: line } });
  await tree(page)
    .getByRole("button", { name: `Open ${line}` })
    .click();
  await expect(rowsOf(tree(page))).toHaveCount(lines.length + groups.length);
  const group = nameOf(groups[0], "itemGroup");
  const products = await csvOf(request, {
    report: "topProducts",
    args: { ...YEAR, productLine: line, itemGroup: group },
  });
  await tree(page)
    .getByRole("button", { name: `Open ${group}` })
    .click();
  await expect(rowsOf(tree(page))).toHaveCount(lines.length + groups.length + products.length);
  await expectRow(rowsOf(tree(page)).nth(1), groups[0] ?? {}, fields);
  await expectRow(rowsOf(tree(page)).nth(2), products[0] ?? {}, fields);
  await page.reload();
  await expect(rowsOf(tree(page))).toHaveCount(lines.length + groups.length + products.length);
});

test("a row opens and folds by the arrow keys alone", async ({ page, request }) => {
  const [first] = await csvOf(request, { report: "productLines", args: YEAR });
  await page.goto("/products?p=year");
  const toggle = tree(page).getByRole("button", { name: `Open ${nameOf(first, "productLine")}` });
  await toggle.focus();
  await page.keyboard.press("ArrowRight");
  const opened = tree(page).getByRole("button", { name: `Fold ${nameOf(first, "productLine")}` });
  await expect(opened).toBeVisible();
  await expect(page).toHaveURL(/open=/);
  await opened.focus();
  await page.keyboard.press("ArrowLeft");
  await expect(toggle).toBeVisible();
  await expect(page).not.toHaveURL(/open=/);
});

test("the path of the tree is filters, and Back undoes them", async ({ page, request }) => {
  const [first] = await csvOf(request, { report: "productLines", args: YEAR });
  const line = nameOf(first, "productLine");
  await page.goto("/products?p=year");
  await tree(page).getByRole("link", { name: line }).click();
  await expect(page).toHaveURL(new RegExp(`line=${encodeURIComponent(line).replaceAll("%20", "\\+")}`));
  await expect(rowsOf(tree(page))).toHaveCount(1);
  const path = page.getByRole("navigation", { name: "Path" });
  await expect(path).toContainText(line);
  await page.reload();
  await expect(rowsOf(tree(page))).toHaveCount(1);
  await page.goBack();
  await expect(path).toHaveCount(0);
  await page.goForward();
  await path.getByRole("link", { name: "All lines" }).click();
  await expect(path).toHaveCount(0);
});

test("classes and sorts are the server's and stay in the address", async ({ page, request }) => {
  await page.goto("/products?p=year");
  await page.getByRole("group", { name: "Class" }).getByRole("button", { name: "B" }).click();
  const ofB = await csvOf(request, { report: "topProducts", args: { ...YEAR, abcClass: "B" } });
  await expect(rowsOf(list(page))).toHaveCount(Math.min(50, ofB.length));
  await expect(page).toHaveURL(/abc=b/);
  await list(page).getByRole("button", { name: "Profit", exact: true }).click();
  const byProfit = await csvOf(request, { report: "topProducts", args: { ...YEAR, abcClass: "B", sortBy: "PROFIT" } });
  await expect(rowsOf(list(page)).first()).toContainText(nameOf(byProfit[0]));
  await page.reload();
  await expect(rowsOf(list(page)).first()).toContainText(nameOf(byProfit[0]));
  await expectRow(rowsOf(list(page)).first(), byProfit[0] ?? {}, ["revenue", "profit", "profitMargin", "share"]);
});

test("a search is the server's", async ({ page, request }) => {
  const [, second] = await csvOf(request, { report: "topProducts", args: YEAR });
  const part = nameOf(second).slice(0, 6).toLowerCase();
  await page.goto("/products?p=year");
  await page.getByRole("searchbox", { name: "Search products" }).fill(part);
  const found = await csvOf(request, { report: "topProducts", args: { ...YEAR, search: part } });
  await expect(rowsOf(list(page))).toHaveCount(found.length);
  await expect(page).toHaveURL(/q=/);
});

test("the cumulative curve's table names each product with the server's shares", async ({ page, request }) => {
  const rows = await csvOf(request, { report: "topProducts", args: YEAR });
  await page.goto("/products?p=year");
  const tile = page.getByRole("region", { name: "How few products bring the most" });
  const best = rows.filter(({ abcClass }) => abcClass === "A");
  await expect(tile).toContainText(`${best.length} of ${rows.length} products bring`);
  await tile.getByRole("button", { name: /table/i }).click();
  const shown = rowsOf(tile.getByRole("table"));
  await expect(shown).toHaveCount(rows.length);
  for (const at of [0, 1, rows.length - 1]) {
    await expect(shown.nth(at)).toContainText(nameOf(rows[at]));
    await expectRow(shown.nth(at), rows[at] ?? {}, ["revenue", "share", "cumulativeShare"]);
  }
});

test("returns and pairs are the server's", async ({ page, request }) => {
  await page.goto("/products?p=year");
  await page.getByRole("group", { name: "Returns by" }).getByRole("button", { name: "Branch" }).click();
  const returns = await csvOf(request, { report: "returnsAnalysis", args: { ...YEAR, groupBy: "BRANCH" } });
  const returned = rowsOf(page.getByRole("table", { name: "Returns by branch" }));
  await expect(returned.first()).toContainText(nameOf(returns[0], "member"));
  await expectRow(returned.first(), returns[0] ?? {}, ["returnsValue", "returnRate", "returnShare", "unitsReturned"]);
  const pairs = await csvOf(request, { report: "basketPairs", args: { ...YEAR, sortBy: "LIFT" } });
  const table = page.getByRole("table", { name: "Products bought together" });
  await table.getByRole("button", { name: "Lift" }).click();
  await expect(rowsOf(table).first()).toContainText(nameOf(pairs[0], "productA"));
  await expectRow(rowsOf(table).first(), pairs[0] ?? {}, ["orders", "support", "confidence", "lift"]);
});

test("a product's page is the server's own words on it", async ({ page, request }) => {
  const [first] = await csvOf(request, { report: "topProducts", args: YEAR });
  const name = nameOf(first);
  await page.goto("/products?p=year");
  await list(page).getByRole("link", { name, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
  const answer = await request.get(
    `/api/kpis/product-performance?${new URLSearchParams({ ...YEAR, productId: name })}`,
  );
  const { data } = (await answer.json()) as { data: Record<string, number> };
  const tile = page.getByRole("region", { name: "Key figures" });
  await expect(tile.locator("data").first()).toBeVisible();
  const shown = (await figures(tile)).map(({ value }) => Number(value));
  for (const field of ["revenue", "profit", "profitMargin", "unitsSold", "averageSellingPrice", "orders"])
    expect(shown, field).toContain(data[field]);
  await expect(page.getByRole("list", { name: "Branches that sell it" }).getByRole("listitem").first()).toBeVisible();
  await expect(page.getByRole("region", { name: "Price against units" }).getByRole("img").first()).toBeVisible();
});

for (const theme of THEMES) {
  for (const address of ["/products?p=year", "/products/Cement%2050%20kg?p=year"]) {
    test(`${address} is clean for everybody, ${theme}`, async ({ page }) => {
      await inTheme(page, theme);
      await page.goto(address);
      await expect(page.locator("main data").first()).toBeVisible();
      await page.waitForLoadState("networkidle");
      expect(await axe(page)).toEqual([]);
    });
  }
}

test("the pages fit a narrow screen", async ({ page }) => {
  for (const width of [390, 320]) {
    await page.setViewportSize({ width, height: 800 });
    for (const address of ["/products", "/products/Cement%2050%20kg"]) {
      await page.goto(address);
      await expect(page.locator("main data").first()).toBeVisible();
      expect(await isTooWide(page), `${address} at ${width}`).toBe(false);
    }
  }
});
