import type { Page } from "@playwright/test";
import { axe, inTheme, isTooWide, THEMES } from "./accessible";
import { csvOf, figures } from "./reading";
import { expect, test } from "./site";

const tile = (page: Page, name: string | RegExp) => page.getByRole("region", { name });

async function opened(page: Page, address = "/profit"): Promise<void> {
  await page.goto(address);
  await expect(tile(page, "From gross revenue to profit").locator("figure [role=img]")).toBeVisible({
    timeout: 30_000,
  });
  await expect(
    tile(page, /^Margin by/)
      .getByRole("row")
      .nth(1),
  ).toBeVisible({ timeout: 30_000 });
}

test("the steps to profit are those of the file, now and then", async ({ page, request }) => {
  await opened(page);
  const rows = await csvOf(request, { report: "profitabilityMetrics", args: { period: "MONTH" } });
  const waterfall = tile(page, "From gross revenue to profit");
  await waterfall.getByRole("button", { name: "Show as table" }).click();
  const shown = (await figures(waterfall.locator("tbody"))).map(({ value }) => value);
  const numbers = shown.filter((value) => value !== "" && !Number.isNaN(Number(value))).map(Number);
  const now = rows[0] ?? {};
  const then = rows.find((row) => row["values.profit"] !== "") ?? {};
  const pair = (field: string, sign = 1) => [sign * Number(now[field]), sign * Number(then[`values.${field}`])];
  expect(numbers).toEqual([
    ...pair("grossRevenue"),
    ...pair("returnsValue"),
    ...pair("revenue"),
    ...pair("totalCost", -1),
    ...pair("profit"),
  ]);
});

test("effects and members each add up to the change, to the cent", async ({ page }) => {
  await opened(page, "/profit?by=productLine");
  for (const split of ["parts", "members"]) {
    const shown = await figures(page.locator(`[data-sum=${split}]`));
    const values = shown.map(({ value }) => Math.round(Number(value) * 10_000));
    const change = values.pop();
    expect(values.length, split).toBeGreaterThan(1);
    expect(
      values.reduce((sum, value) => sum + value, 0),
      split,
    ).toBe(change);
  }
});

test("a part opens the rows behind it, by keys and in the address, and Back closes them", async ({ page, request }) => {
  await opened(page, "/profit?by=product");
  const why = tile(page, "Why it changed");
  await why.getByRole("link", { name: "Mix" }).focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/part=mix/);
  await expect(why.getByRole("table", { name: "Mix by products" })).toBeVisible();
  const asked = "period=MONTH&metric=PROFIT&dimension=product&part=MIX&limit=8";
  const { data } = (await (await request.get(`/api/kpis/change-drivers?${asked}`)).json()) as { data: Drivers };
  const whole = data.parts.find(({ kind }) => kind === "MIX")?.value;
  const shown = (await figures(why.locator("[data-sum=members]"))).map(({ value }) => Number(value));
  expect(shown).toEqual([...data.members.map(({ value }) => value), data.beyond.value, whole]);
  await page.goBack();
  await expect(why.getByRole("table", { name: "The same change by products" })).toBeVisible();
});

interface Drivers {
  readonly parts: readonly { readonly kind: string; readonly value: number }[];
  readonly members: readonly { readonly value: number }[];
  readonly beyond: { readonly value: number };
}

test("the steps are read by keyboard", async ({ page, request }) => {
  await opened(page);
  const [row = {}] = await csvOf(request, { report: "profitabilityMetrics", args: { period: "MONTH" } });
  const reader = tile(page, "From gross revenue to profit").getByRole("slider");
  await reader.focus();
  await page.keyboard.press("End");
  const full = Number(row.profit).toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  await expect(reader).toHaveAttribute("aria-valuetext", new RegExp(`^Profit: .*KES ${full}`));
});

test("margins by another dimension, loss-makers first, are in the address and in the file's order", async ({
  page,
  request,
}) => {
  await opened(page);
  await tile(page, /^Margin by/)
    .getByRole("button", { name: "Salesperson" })
    .click();
  await expect(tile(page, "Margin by salesperson")).toBeVisible();
  await page.getByRole("switch", { name: "Loss-makers first" }).click();
  await expect(page).toHaveURL(/group-by=salesperson.*sort=profit/);
  const args = { period: "MONTH", groupBy: "SALESPERSON", sortBy: "PROFIT", order: "ASC" };
  const rows = await csvOf(request, { report: "marginAnalysis", args });
  const cells = tile(page, "Margin by salesperson").locator("tbody tr td:nth-child(2) data");
  await expect(cells.first()).toHaveAttribute("value", String(Number(rows[0]?.profit)));
  await page.reload();
  await expect(cells.first()).toHaveAttribute("value", String(Number(rows[0]?.profit)));
});

test("what is explained can be chosen, and one question fills the page", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (each) => {
    if (each.url().includes("/graphql")) asked.push(each.url());
  });
  await opened(page);
  await page.waitForLoadState("networkidle");
  expect(asked).toHaveLength(1);
  await tile(page, "Why it changed").getByRole("button", { name: "Units" }).click();
  await expect(page).toHaveURL(/driver=units/);
  await expect(tile(page, "Why it changed").locator("[data-sum=parts]")).toBeVisible();
});

for (const theme of THEMES) {
  test(`nothing breaks WCAG in the ${theme} theme, and nothing is too wide on a phone`, async ({ page }) => {
    await inTheme(page, theme);
    await opened(page);
    expect(await axe(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await isTooWide(page)).toBe(false);
  });
}
