import type { Page } from "@playwright/test";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { drawn } from "./drawn";
import { csvOf, figures, rowsOf } from "./reading";
import { expect, test } from "./site";

const revenueOf = async (page: Page) =>
  Number((await figures(page.getByRole("radio", { name: /^Net revenue/ })))[0]?.value);

test.describe("a server that goes away", () => {
  test.use({ expectedErrors: [/ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|status of 503/] });

  test("numbers stay, the page says since when, and it comes back by itself", async ({ page, ownSite }) => {
    await page.goto(`${ownSite.address}/`);
    await drawn(page);
    const before = await revenueOf(page);
    await ownSite.stop();
    // asked at once when the window is looked at again
    await page.evaluate(() => window.dispatchEvent(new Event("focus")));
    await expect(page.getByText(/^Offline since \d\d:\d\d, showing data to/)).toBeVisible();
    expect(await revenueOf(page)).toBe(before);

    await ownSite.start();
    await expect(page.getByText(/^Offline since/)).toBeHidden({ timeout: 30_000 });
    await page.keyboard.press("y");
    await drawn(page);
    expect(await revenueOf(page)).toBeGreaterThan(before);
  });
});

test("a load while the page is open changes the whole page at once", async ({ page, ownSite, request }, info) => {
  await page.goto(`${ownSite.address}/`);
  await drawn(page);
  const before = await revenueOf(page);
  const versions = new Set<string>();
  page.on("response", async (response) => {
    if (!response.url().endsWith("/graphql")) return;
    const { data } = (await response.json()) as { data: Record<string, { metadata?: { dataVersion: string } }> };
    for (const { metadata } of Object.values(data)) if (metadata) versions.add(metadata.dataVersion);
  });

  const file = info.outputPath("today.csv");
  const line =
    "2024-12-31 16:00:00,Solar,Panels,Nairobi,Wanjiru Kamau,Retail,Panel 100W,Juma Stores,1000000.00,0,1,0,1";
  const head =
    "__time,ProductLine,ItemGroup,Branch,SalesPerson,AcctName,ItemName,CardName,grossRevenue,returnsValue,unitsSold,unitsReturned,lineItemCount";
  await writeFile(file, `${head}\n${line}\n`);
  await ownSite.load(file);

  await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  await expect.poll(() => revenueOf(page), { timeout: 30_000 }).toBe(before + 1_000_000);
  expect(versions.size).toBe(1);
  const [told] = await csvOf(request, { report: "salesOverview", args: { period: "MONTH" } });
  // the site that others read is as it was
  expect(Number(told?.totalRevenue)).toBe(before);
});

test("a file of a tile has all rows, with the numbers on screen", async ({ page, request }) => {
  await page.goto("/?p=year");
  await drawn(page);
  const tile = page.getByRole("region", { name: "Branches" });
  const shown = (await figures(tile.getByRole("listitem"))).map(({ value }) => value);
  await tile.getByRole("button", { name: "More for Branches" }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: "CSV" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^branch-performance_2024-01-01_2024-12-31\.csv$/);
  const rows = rowsOf(await readFile(await download.path(), "utf8"));
  const told = await csvOf(request, { report: "branchPerformance", args: { period: "YEAR", sortBy: "REVENUE" } });
  expect(rows.map(({ branch, revenue }) => [branch, revenue])).toEqual(
    told.map(({ branch, revenue }) => [branch, revenue]),
  );
  expect(rows).toHaveLength(8);
  for (const { revenue } of rows.slice(0, 5)) expect(shown.map(Number)).toContain(Number(revenue));
  await expect(page.getByText("8 of 8 rows, complete")).toBeVisible();
});

test("a picture of a chart opens, with its title in it", async ({ page }, info) => {
  await page.goto("/?p=year");
  await drawn(page);
  const tile = page.getByRole("region", { name: "Net revenue over time" });
  for (const [form, begins] of [
    ["SVG", "<svg"],
    ["PNG", "\x89PNG"],
  ] as const) {
    await tile.getByRole("button", { name: /^More for/ }).click();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: form }).click(),
    ]);
    const path = join(info.outputDir, `chart.${form.toLowerCase()}`);
    await download.saveAs(path);
    const body = await readFile(path);
    expect(body.toString("latin1").slice(0, 200)).toContain(begins);
    expect(body.length).toBeGreaterThan(3000);
    if (form === "PNG") continue;
    const drawing = body.toString("utf8");
    expect(drawing).toContain("Net revenue over time");
    // a page of its own: this one's policy would complain of the drawing's styles
    const reader = await page.context().newPage();
    const fault = await reader.evaluate(
      (text) => new DOMParser().parseFromString(text, "image/svg+xml").querySelector("parsererror")?.textContent,
      drawing,
    );
    expect(fault).toBeUndefined();
  }
});
