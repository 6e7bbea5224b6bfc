import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { axe, inTheme, isTooWide, THEMES } from "./accessible";
import { csvOf, figures, rowsOf as csvRows, type CsvRow } from "./reading";
import { expect, test } from "./site";
import { month as monthWords } from "../src/format";

const YEAR = { period: "YEAR" };

const list = (page: Page) => page.getByRole("table", { name: "Customers", exact: true });
const rowsOf = (table: Locator) => table.locator("tbody tr");
const named = (rows: readonly CsvRow[]) => rows.filter(({ customer }) => customer !== "");
const numberOr = (text: string | undefined) => (text === undefined || text === "" ? null : Number(text));

test.slow();

async function expectNumbers(shown: Locator, row: CsvRow | undefined, fields: readonly string[]): Promise<void> {
  const values = (await figures(shown)).map(({ value }) => numberOr(value));
  for (const field of fields) expect(values, field).toContain(numberOr(row?.[field]));
}

test("every number of the list is the server's", async ({ page, request }) => {
  const rows = await csvOf(request, { report: "topCustomers", args: YEAR });
  await page.goto("/customers?p=year");
  await expect(rowsOf(list(page))).toHaveCount(Math.min(50, rows.length));
  for (const at of [0, 1, 7, 20]) {
    const shown = rowsOf(list(page)).nth(at);
    await expectNumbers(shown, rows[at], ["revenue", "profit", "orders", "share", "recencyDays", "lifetimeValue"]);
    const days = (await figures(shown)).map(({ value }) => value);
    for (const field of ["firstPurchase", "lastPurchase"]) expect(days).toContain(rows[at]?.[field]);
  }
  const best = page.getByText(/The top 20 customers are/);
  const answer = await request.get("/api/kpis/top-customers?period=YEAR&limit=1");
  const { metadata } = (await answer.json()) as { metadata: { extra: { best: { profitShare: number } } } };
  expect((await figures(best))[0]?.value).toBe(String(metadata.extra.best.profitShare));
});

test("a class card shows its customers, and the same card all of them again", async ({ page, request }) => {
  const classes = await csvOf(request, { report: "customerSegments", args: YEAR });
  await page.goto("/customers?p=year");
  const cards = page.getByRole("group", { name: "Class to list" }).getByRole("button");
  await expect(cards).toHaveCount(5);
  for (const [at, row] of classes.entries())
    await expectNumbers(cards.nth(at), row, ["customers", "customerShare", "revenue", "profit"]);
  const card = cards.filter({ hasText: "Regular" });
  await card.click();
  await expect(page).toHaveURL(/class=regular/);
  await expect(card).toHaveAttribute("aria-pressed", "true");
  const regular = await csvOf(request, { report: "topCustomers", args: { ...YEAR, segment: "REGULAR" } });
  await expect(rowsOf(list(page)).first()).toContainText(regular[0]?.customer ?? "");
  await page.reload();
  await expect(rowsOf(list(page)).first()).toContainText(regular[0]?.customer ?? "");
  await page.goBack();
  await expect(page).not.toHaveURL(/class=/);
  await card.click();
  await card.click();
  await expect(page).not.toHaveURL(/class=/);
});

test("who slips away is listed, though in the window nothing was bought", async ({ page, request }) => {
  const classes = await csvOf(request, { report: "customerSegments", args: {} });
  const gone = classes.find(({ segment }) => segment === "Churned");
  await page.goto("/customers?class=churned");
  await expect(rowsOf(list(page))).toHaveCount(Math.min(50, Number(gone?.customers)));
  const all = await csvOf(request, { report: "topCustomers", args: { period: "ALL", segment: "CHURNED" } });
  await expectNumbers(rowsOf(list(page)).first(), all[0], ["revenue", "orders", "recencyDays", "lifetimeValue"]);
});

test("ticked customers become a call list with the server's numbers", async ({ page, request }) => {
  const rows = named(await csvOf(request, { report: "topCustomers", args: { ...YEAR, sortBy: "PROFIT" } }));
  await page.goto("/customers?p=year&sort=-profit");
  const chosen = [rows[0] ?? {}, rows[2] ?? {}];
  for (const { customer } of chosen) await page.getByRole("checkbox", { name: `Choose ${String(customer)}` }).check();
  await list(page).getByRole("button", { name: "Orders" }).click();
  await expect(page).toHaveURL(/sort=-orders/);
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Call list (2)" }).click();
  const file = csvRows(await readFile(await (await saved).path(), "utf8"));
  expect(file.map(({ customer }) => customer)).toEqual(chosen.map(({ customer }) => customer));
  for (const [at, row] of chosen.entries()) expectListed(file[at] ?? {}, row);
});

function expectListed(line: CsvRow, row: CsvRow): void {
  for (const field of ["revenue", "profit", "orders", "recencyDays", "lifetimeValue"])
    expect(numberOr(line[field]), field).toBe(numberOr(row[field]));
  for (const field of ["segment", "lastPurchase", "firstPurchase"]) expect(line[field]).toBe(row[field]);
}

test("who came back is the server's, as a part, customers and revenue", async ({ page, request }) => {
  const args = { period: "LAST_12_MONTHS", compare: "PREVIOUS_YEAR" };
  const cells = await csvOf(request, { report: "customerRetention", args });
  await page.goto("/customers");
  const tile = page.getByRole("region", { name: "Who came back" });
  await expect(tile.getByRole("grid")).toBeVisible();
  for (const [label, field] of [
    ["%", "months.retention"],
    ["Customers", "months.customers"],
    ["Revenue", "months.revenue"],
  ] as const) {
    await tile.getByRole("button", { name: label, exact: true }).click();
    await expect(tile.getByRole("button", { name: label, exact: true })).toHaveAttribute("aria-pressed", "true");
    const shown = (await figures(tile.getByRole("grid").locator("td"))).map(({ value }) => Number(value));
    expect(shown).toEqual(cells.map((cell) => Number(cell[field])));
  }
});

test("a month that the window cuts is said to be in part", async ({ page, request }) => {
  const answer = await request.get("/api/data-range");
  const { data } = (await answer.json()) as { data: { end: string } };
  const month = data.end.slice(0, 7);
  await page.goto(`/customers?from=${month}-01&to=${month}-15`);
  const tile = page.getByRole("region", { name: "Who came back" });
  await expect(tile).toContainText(`The youngest diagonal is ${monthWords(month)}, in part.`);
  await expect(tile.getByRole("grid").getByText("in part").first()).toBeVisible();
});

test("the way to a customer's page by keys alone", async ({ page, request }) => {
  const [first] = named(await csvOf(request, { report: "topCustomers", args: YEAR }));
  const name = first?.customer ?? "";
  await page.goto("/customers?p=year");
  const link = list(page).getByRole("link", { name, exact: true });
  await link.focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText(name);
  await expect(page).toHaveURL(/p=year/);
  const value = await csvOf(request, { report: "customerLifetimeValue", args: { customerId: name } });
  const tile = page.getByRole("region", { name: "Lifetime value" });
  await expect(tile.locator("data").first()).toBeVisible();
  await expectNumbers(tile, value[0], ["historicValue", "expectedValue", "lifetimeValue", "expectedPurchaseValue"]);
  const bought = await csvOf(request, { report: "topProducts", args: { ...YEAR, customer: name } });
  const products = rowsOf(page.getByRole("table", { name: "Products bought" }));
  await expect(products.first()).toContainText(bought[0]?.product ?? "");
  await expectNumbers(products.first(), bought[0], ["revenue", "profit", "unitsSold", "share"]);
  await page.goBack();
  await expect(list(page)).toBeVisible();
});

test("a name from an old link offers the nearest one", async ({ page }) => {
  await page.goto("/customers/Nobody%20of%20this%20name");
  await expect(page.getByRole("region", { name: "Key figures" })).toContainText(/not|unknown|no /i);
});

for (const theme of THEMES) {
  test(`the customers' pages are clean for everybody, ${theme}`, async ({ page, request }) => {
    const [first] = named(await csvOf(request, { report: "topCustomers", args: YEAR }));
    await inTheme(page, theme);
    for (const address of ["/customers?p=year", `/customers/${encodeURIComponent(first?.customer ?? "")}?p=year`]) {
      await page.goto(address);
      await expect(page.locator("main data").first()).toBeVisible();
      await page.waitForLoadState("networkidle");
      expect(await axe(page), address).toEqual([]);
    }
  });
}

test("the pages fit a narrow screen", async ({ page, request }) => {
  const [first] = named(await csvOf(request, { report: "topCustomers", args: {} }));
  for (const width of [390, 320]) {
    await page.setViewportSize({ width, height: 800 });
    for (const address of ["/customers", `/customers/${encodeURIComponent(first?.customer ?? "")}`]) {
      await page.goto(address);
      await expect(page.locator("main data").first()).toBeVisible();
      expect(await isTooWide(page), `${address} at ${width}`).toBe(false);
    }
  }
});
