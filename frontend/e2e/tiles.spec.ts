/** What every tile owes its reader: files of all rows, a proof, the table beside the chart, and a look for each state. */
import type { Download, Page } from "@playwright/test";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { axe } from "./accessible";
import { csvOf, rowsOf } from "./reading";
import { expect, test } from "./site";
import { readFile } from "node:fs/promises";

const LIST = { report: "salespersonLeaderboard", args: { period: "MONTH" } };
const run = promisify(execFile);
/** Until a whole page is answered, also where many journeys share few processors. */
const PATIENCE_MS = 30_000;

test.slow();

const board = (page: Page) => page.getByRole("region", { name: "Salespeople", exact: true });
const names = (page: Page) => board(page).locator("tbody tr");

async function opened(page: Page, address = "/salespeople"): Promise<void> {
  await page.goto(address);
  await expect(names(page).first()).toBeVisible({ timeout: PATIENCE_MS });
}

async function choose(page: Page, item: string): Promise<void> {
  await board(page).getByRole("button", { name: "More for Salespeople" }).click();
  await page.getByRole("menuitem", { name: item, exact: true }).click();
}

async function saved(page: Page, item: string): Promise<Download> {
  const waiting = page.waitForEvent("download");
  await choose(page, item);
  return waiting;
}

const PROJECT = join(import.meta.dirname, "..", "..");
const PYTHON = process.env.PYTHON ?? join(PROJECT, ".venv", "bin", "python");
const READERS = {
  ".xlsx": [
    "import csv, pathlib, sys",
    "from backend.exports.tests.reading import read_workbook",
    "sheet = read_workbook(pathlib.Path(sys.argv[1]).read_bytes()).sheets['Data']",
    "csv.writer(sys.stdout, lineterminator='\\n').writerows(sheet)",
  ].join("\n"),
  ".parquet": "import polars as pl, sys; print(pl.read_parquet(sys.argv[1]).write_csv())",
} as const;

/** The rows of a saved file, read by another program than the one that wrote it. */
async function rowsIn(file: Download): Promise<Record<string, string>[]> {
  const path = await file.path();
  const name = file.suggestedFilename();
  if (name.endsWith(".csv")) return rowsOf(await readFile(path, "utf8"));
  const reader = name.endsWith(".xlsx") ? READERS[".xlsx"] : READERS[".parquet"];
  const read = await run(PYTHON, ["-c", reader, path], { cwd: PROJECT });
  return rowsOf(read.stdout.trimEnd());
}

for (const item of ["CSV", "Excel (XLSX)", "Parquet"]) {
  test(`${item} opens and has every row of the list`, async ({ page, request }) => {
    const asked = await csvOf(request, LIST);
    await opened(page);
    const file = await saved(page, item);
    const all = String(asked.length);
    await expect(page.getByText(`${all} of ${all} rows, complete`)).toBeVisible();
    const rows = await rowsIn(file);
    // a workbook is headed by labels, the other files by names
    expect(rows.map((row) => row.salesperson ?? row.Salesperson)).toEqual(asked.map((row) => row.salesperson));
    expect(rows.map((row) => Number(row.profit ?? row.Profit).toFixed(2))).toEqual(
      asked.map(({ profit }) => Number(profit).toFixed(2)),
    );
  });
}

for (const item of ["PNG", "SVG"]) {
  test(`the picture of a chart opens as ${item}`, async ({ page }) => {
    await opened(page);
    const chart = page.getByRole("region", { name: "Revenue and margin" });
    await expect(chart.locator("svg").first()).toBeVisible();
    await chart.getByRole("button", { name: /^More for/ }).click();
    const waiting = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: item, exact: true }).click();
    const bytes = await readFile(await (await waiting).path());
    if (item === "PNG") expect(bytes.subarray(1, 4).toString()).toBe("PNG");
    else expect(bytes.toString()).toContain("Revenue and margin");
  });
}

test("the proof names the tables, and every value is equal to the base", async ({ page }) => {
  await opened(page);
  await board(page).getByRole("button", { name: "How was this number made?" }).click();
  const panel = page.getByRole("dialog", { name: "How was this number made?" });
  await expect(panel).toContainText("sales_daily_salesperson");
  await expect(panel).toContainText("gross_profit / net_revenue");
  await panel.getByRole("button", { name: "Check against the base" }).click();
  await expect(panel.getByText(/Equal to the cent/)).toBeVisible();
  expect(await axe(page, '[role="dialog"]')).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();
});

test("t shows the chart's numbers as a table, and the chart again", async ({ page }) => {
  await opened(page);
  const chart = page.getByRole("region", { name: "Revenue and margin" });
  await chart.getByRole("button", { name: "Show as table" }).focus();
  await page.keyboard.press("t");
  await expect(chart.locator("table tbody tr")).toHaveCount(await names(page).count());
  await page.keyboard.press("t");
  await expect(chart.locator("table")).toHaveCount(0);
});

test("a question is copied so that it can be asked again", async ({ page, context, request }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await opened(page, "/salespeople?branch=Nairobi");
  const first = await names(page).first().getByRole("link").first().innerText();
  await choose(page, "GraphQL");
  await expect(page.getByText("GraphQL copied")).toBeVisible();
  const query = await page.evaluate(() => navigator.clipboard.readText());
  const answer = await request.post("/graphql", { data: { query } });
  const told = (await answer.json()) as { data: { salespersonLeaderboard: { data: { salesperson: string }[] } } };
  expect(told.data.salespersonLeaderboard.data[0]?.salesperson).toBe(first);
  await choose(page, "curl");
  await expect(page.getByText("curl line copied")).toBeVisible();
  const line = await page.evaluate(() => navigator.clipboard.readText());
  const again = await request.get(/'(.*)'/.exec(line)?.[1] ?? "");
  expect(((await again.json()) as { data: { salesperson: string }[] }).data[0]?.salesperson).toBe(first);
});

test("numbers are copied at full precision", async ({ page, context, request }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const [first] = await csvOf(request, LIST);
  await opened(page);
  await names(page).first().selectText();
  await page.keyboard.press("Control+c");
  const cells = (await page.evaluate(() => navigator.clipboard.readText())).split("\t");
  expect(cells).toContain(String(Number(first?.profit)));
  expect(cells).toContain(String(Number(first?.profitMargin)));
});

test("a filter that leaves nothing is undone where it says so", async ({ page }) => {
  await page.goto("/salespeople?branch=Nairbi");
  const empty = board(page).locator("[data-state=empty]");
  await expect(empty).toContainText("Nearest: 'Nairobi'");
  await empty.getByRole("button", { name: "Use Nairobi" }).click();
  await expect(page).toHaveURL(/branch=Nairobi/);
  await expect(names(page).first()).toBeVisible();
  await page.goBack();
  await empty.getByRole("button", { name: "Any branch" }).click();
  await expect(names(page).first()).toBeVisible();
});

test("days that were never loaded are hatched, with a way to the data, and never zero", async ({ page }) => {
  await page.goto("/salespeople?from=2035-01-01&to=2035-01-31");
  const unloaded = board(page).locator("[data-state=not-loaded]");
  await expect(unloaded).toContainText("was loaded");
  expect(await board(page).locator("data[value='0']").count()).toBe(0);
  await expect(unloaded.getByRole("link", { name: "See what is loaded" })).toHaveAttribute("href", /^\/data/);
});
