import type { Page } from "@playwright/test";
import { axe, inTheme, isTooWide, THEMES } from "./accessible";
import { csvOf, figures } from "./reading";
import { expect, test } from "./site";

const tile = (page: Page, name: string | RegExp) => page.getByRole("region", { name });
const reader = (page: Page) => tile(page, /over time$/).getByRole("slider");
const figure = (page: Page, metric: string) => page.locator(`[data-metric="${metric}"] data[value]`);

async function opened(page: Page, address = "/"): Promise<void> {
  await page.goto(address);
  await expect(tile(page, /over time$/).locator("figure [role=img]")).toBeVisible({ timeout: 30_000 });
  await expect(tile(page, "Customers").getByRole("listitem").first()).toBeVisible({ timeout: 30_000 });
}

test("the key figures are those of the file of the same question", async ({ page, request }) => {
  await opened(page);
  const [row = {}] = await csvOf(request, { report: "salesOverview", args: { period: "MONTH" } });
  const fields = {
    REVENUE: "totalRevenue",
    PROFIT: "grossProfit",
    MARGIN: "profitMargin",
    ORDERS: "totalOrders",
    AOV: "averageOrderValue",
    CUSTOMERS: "uniqueCustomers",
  };
  for (const [metric, field] of Object.entries(fields)) {
    expect(Number(await figure(page, metric).first().getAttribute("value")), metric).toBe(Number(row[field]));
  }
  expect(Number(await figure(page, "REVENUE").nth(1).getAttribute("value"))).toBe(Number(row.growthRate));
});

test("the lists are those of the files, by the measure chosen", async ({ page, request }) => {
  await opened(page, "/?m=profit");
  const rows = await csvOf(request, { report: "branchPerformance", args: { period: "MONTH", sortBy: "PROFIT" } });
  const shown = await figures(tile(page, "Branches").getByRole("list"));
  const wanted = rows.slice(0, 5).flatMap(({ profit, growthRate }) => [Number(profit), Number(growthRate)]);
  expect(shown.map(({ value }) => Number(value))).toEqual(wanted);
});

test("the parts of the change are those of the answer and lead to profitability", async ({ page, request }) => {
  await opened(page, "/?m=profit");
  const rows = await csvOf(request, {
    report: "changeDrivers",
    args: { period: "MONTH", metric: "PROFIT", dimension: "branch" },
  });
  const parts = rows.filter(({ kind, value }) => kind !== "" && Number(value) !== 0).map(({ value }) => Number(value));
  const shown = await figures(tile(page, "What changed profit"));
  expect(shown.map(({ value }) => Number(value))).toEqual([...parts, Number(rows[0]?.change)]);
  await tile(page, "What changed profit").getByRole("link", { name: "Price" }).click();
  await expect(page).toHaveURL(/\/profit\?.*part=price/);
});

test("one question fills the page", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (each) => {
    if (each.url().includes("/graphql")) asked.push(each.url());
  });
  await opened(page);
  await page.waitForLoadState("networkidle");
  expect(asked).toHaveLength(1);
});

test("the page is one screen of 1440 by 900", async ({ page }) => {
  await opened(page);
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(900);
});

test("with two comparisons it still is one screen, and nothing moves on a phone without any", async ({ page }) => {
  await opened(page, "/?cmp=previous&cmp=year");
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThanOrEqual(900);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      shifts.push(...list.getEntries().map((entry) => (entry as unknown as { value: number }).value));
    }).observe({ type: "layout-shift", buffered: true });
  });
  for (const address of ["/?cmp=none", "/?cmp=previous&cmp=year"]) {
    await opened(page, address);
    const shifts = await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts);
    expect(shifts.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(0.02);
  }
});

test("the return rate stands beside returns, as in the file", async ({ page, request }) => {
  await opened(page, "/");
  const [told] = await csvOf(request, { report: "salesOverview", args: { period: "MONTH" } });
  const rate = page.getByRole("radio", { name: /^Net revenue/ }).locator("data");
  await expect(rate.last()).toHaveAttribute("value", told?.returnRate ?? "");
});

test("choosing a figure by keyboard changes what the page is read by", async ({ page, request }) => {
  await opened(page);
  await page.getByRole("radio", { checked: true }).focus();
  await page.keyboard.press("ArrowRight");
  await expect(page).toHaveURL(/m=profit/);
  await expect(tile(page, "Profit over time")).toBeVisible();
  await expect(tile(page, "What changed profit")).toBeVisible();
  await tile(page, "Profit over time").getByRole("button", { name: "Show as table" }).click();
  const rows = await csvOf(request, { report: "salesTrends", args: { period: "MONTH", metric: "PROFIT" } });
  const cells = tile(page, "Profit over time").locator("tbody tr td:nth-child(2) data");
  await expect(cells).toHaveCount(rows.length);
  const shown = await cells.evaluateAll((found) => found.map((cell) => Number(cell.getAttribute("value"))));
  expect(shown).toEqual(rows.map(({ value }) => Number(value)));
});

test("each figure proves itself and leaves, by key and by its button", async ({ page }) => {
  await opened(page);
  await page.getByRole("radio", { checked: true }).focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("i");
  const panel = page.getByRole("dialog", { name: "How was this number made?" });
  await expect(panel).toContainText("Gross profit");
  await expect(panel).toContainText("net_revenue - total_cost");
  await expect(panel).not.toContainText("count(distinct");
  await panel.getByRole("button", { name: "Check against the base" }).click();
  await expect(panel.getByText(/Equal to the cent/)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();
  await page.getByRole("radio", { checked: true }).focus();
  await page.keyboard.press("e");
  await expect(page.getByRole("menuitem", { name: "CSV" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("menu")).toHaveCount(0);
  const margin = page.getByRole("button", { name: "Proof and more for Margin" });
  await margin.hover();
  await expect(margin).toHaveCSS("opacity", "1");
  await margin.click();
  await page.getByRole("menuitem", { name: "How was this number made?" }).click();
  await expect(panel).toContainText("gross_profit / net_revenue");
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();
  await expect(page.getByRole("radio", { checked: true })).toHaveAttribute("data-metric", "PROFIT");
});

test("every change is the API's, of each comparison, or says why there is none", async ({ page, request }) => {
  await opened(page, "/?p=year&cmp=previous&cmp=year");
  const address = "/api/kpis/sales-overview?period=YEAR&compare=PREVIOUS_PERIOD&compare=PREVIOUS_YEAR";
  const answer = await request.get(address);
  const { data } = (await answer.json()) as {
    data: { comparisons: { growth: Record<string, number | null>; changes: Record<string, number | null> }[] };
  };
  const fields = {
    REVENUE: "totalRevenue",
    PROFIT: "grossProfit",
    ORDERS: "totalOrders",
    AOV: "averageOrderValue",
    CUSTOMERS: "uniqueCustomers",
  };
  expect(data.comparisons.length).toBeGreaterThan(0);
  for (const [place, { growth, changes }] of data.comparisons.entries()) {
    for (const [metric, field] of Object.entries({ ...fields, MARGIN: "profitMargin" })) {
      const told = metric === "MARGIN" ? changes[field] : growth[field];
      const shown = await figure(page, metric)
        .nth(1 + place)
        .getAttribute("value");
      expect(shown, `${metric} ${String(place)}`).toBe(told === null || told === undefined ? "" : String(told));
    }
  }
});

test("another comparison changes the growth and what is drawn", async ({ page, request }) => {
  await opened(page, "/?cmp=year");
  const [row = {}] = await csvOf(request, {
    report: "salesOverview",
    args: { period: "MONTH", compare: "PREVIOUS_YEAR" },
  });
  expect(Number(await figure(page, "REVENUE").nth(1).getAttribute("value"))).toBe(Number(row.growthRate));
  await expect(tile(page, /over time$/)).toContainText("Dec 2023");
});

test("the length of a bucket can be chosen", async ({ page }) => {
  await opened(page);
  await expect(reader(page)).toHaveAttribute("aria-valuemax", "31");
  await tile(page, /over time$/)
    .getByRole("button", { name: "Weeks" })
    .click();
  await expect(page).toHaveURL(/g=week/);
  await expect(reader(page)).toHaveAttribute("aria-valuemax", "6");
});

test("points are read by keyboard, and Enter says what can be done", async ({ page, request }) => {
  await opened(page);
  const rows = await csvOf(request, { report: "salesTrends", args: { period: "MONTH", metric: "REVENUE" } });
  await reader(page).focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  const second = rows[1] ?? {};
  const full = Number(second.value).toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  await expect(reader(page)).toHaveAttribute(
    "aria-valuetext",
    new RegExp(`^${second.label ?? ""}: Net revenue KES ${full}`),
  );
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Copy value" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("menu")).toHaveCount(0);
  await expect(reader(page)).toBeFocused();
});

test("a range is chosen by keyboard and becomes the period; Back undoes it", async ({ page }) => {
  await opened(page);
  await reader(page).focus();
  await page.keyboard.press("Home");
  for (let step = 0; step < 2; step += 1) await page.keyboard.press("ArrowRight");
  for (let step = 0; step < 6; step += 1) await page.keyboard.press("Shift+ArrowRight");
  await expect(page.getByRole("button", { name: "Zoom to 3–9 Dec 2024" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/from=2024-12-03&to=2024-12-09/);
  await expect(reader(page)).toHaveAttribute("aria-valuemax", "7");
  await page.goBack();
  await expect(reader(page)).toHaveAttribute("aria-valuemax", "31");
});

test("a range is chosen by dragging", async ({ page }) => {
  await opened(page);
  const plot = tile(page, /over time$/).locator("figure [role=img]");
  const box = await plot.boundingBox();
  if (box === null) throw new Error("The plot has no place.");
  await page.mouse.move(box.x + box.width * 0.3, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.4, box.y + box.height / 2, { steps: 6 });
  await page.mouse.move(box.x + box.width * 0.5, box.y + box.height / 2, { steps: 6 });
  await page.mouse.up();
  await page.getByRole("button", { name: /^Zoom to / }).click();
  await expect(page).toHaveURL(/from=2024-12-\d\d&to=2024-12-\d\d/);
});

test("from the overview to a branch, with period and comparison kept", async ({ page }) => {
  await opened(page, "/?p=quarter&cmp=year");
  await tile(page, "Branches").getByRole("link").first().click();
  await expect(page).toHaveURL(/\/branches\/\w+\?.*cmp=year.*p=quarter/);
});

for (const theme of THEMES) {
  test(`nothing breaks WCAG in the ${theme} theme, and nothing is too wide on a phone`, async ({ page }) => {
    await inTheme(page, theme);
    await opened(page);
    expect(await axe(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    await expect(tile(page, /over time$/).locator("figure [role=img]")).toBeVisible();
    expect(await isTooWide(page)).toBe(false);
  });
}
