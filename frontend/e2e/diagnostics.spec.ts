import type { Page } from "@playwright/test";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { axe, inTheme, isTooWide, THEMES } from "./accessible";
import { ingestion } from "./server";
import { expect, test } from "./site";
import { month as monthWords } from "../src/format";

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, "..", "..");
const PYTHON = process.env.PYTHON ?? join(ROOT, ".venv", "bin", "python");

/** Adds (or takes away) seven cents in a rollup file, and lets the manifest believe in it. */
const DOCTOR = `
import sys
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
import polars as pl
from druid.catalog.sales import SALES
from druid.store.manifest import encode, manifest_path
from druid.store.snapshots import open_snapshot
store, more = Path(sys.argv[1]), int(sys.argv[2])
manifest = open_snapshot(store).manifest
file = min((f for f in manifest.files if f.table in SALES.rollup), key=lambda f: (f.table, f.month))
frame = pl.read_parquet(store / file.path)
first = pl.int_range(pl.len()) == 0
frame = frame.with_columns(pl.when(first).then(pl.col("gross_revenue") + more).otherwise(pl.col("gross_revenue")))
frame.write_parquet(store / file.path)
data = (store / file.path).read_bytes()
believed = replace(file, size=len(data), sha256=sha256(data).hexdigest())
files = tuple(believed if f == file else f for f in manifest.files)
manifest_path(store, manifest.sequence).write_bytes(encode(replace(manifest, files=files)))
`;

const doctor = (store: string, more: number) => run(PYTHON, ["-c", DOCTOR, store, String(more)], { cwd: ROOT });
const coverage = (page: Page) => page.getByRole("region", { name: "Coverage" });
const opened = async (page: Page, address = "") => {
  await page.goto(`${address}/diagnostics`);
  await expect(
    coverage(page)
      .getByText(/days loaded/)
      .first(),
  ).toBeVisible();
};

test("health, coverage, memory and versions are told", async ({ page, request }) => {
  await opened(page);
  await expect(page.getByText("API: ready")).toBeVisible();
  await expect(page.getByText("Druid: not configured")).toBeVisible();
  await expect(page.locator('[data-tone="bad"]')).toHaveCount(0);
  const { data } = (await (await request.get("/api/diagnostics")).json()) as {
    data: { versions: { data: { dataVersion: string } }; coverage: { data: { tables: { states: string[] }[] } } };
  };
  await expect(page.getByText(data.versions.data.dataVersion).first()).toBeVisible();
  const built = data.coverage.data.tables.flatMap(({ states }) => states).filter((state) => state === "BUILT").length;
  await expect(coverage(page).locator('[data-state="BUILT"]')).toHaveCount(built);
  const table = data.coverage.data.tables.length;
  const newest = coverage(page)
    .getByRole("button", { name: /, days of / })
    .last();
  // without being scrolled to
  await expect(newest).toBeInViewport();
  await newest.click();
  await expect(page).toHaveURL(/\?month=\d{4}-\d\d$/);
  const month = new URL(page.url()).searchParams.get("month") ?? "";
  const [year = 0, number = 0] = month.split("-").map(Number);
  const days = new Date(Date.UTC(year, number, 0)).getUTCDate();
  await expect(coverage(page).locator("[data-state]")).toHaveCount(table * days);
  await coverage(page).getByRole("button", { name: "Month before" }).click();
  await expect(coverage(page).getByRole("heading", { level: 3 })).not.toHaveText(monthWords(month));
  await page.goBack();
  await expect(coverage(page).getByRole("heading", { level: 3 })).toHaveText(monthWords(month));
  await coverage(page).getByRole("button", { name: "All months" }).click();
  await expect(coverage(page).locator('[data-state="BUILT"]')).toHaveCount(built);
  const cache = page.getByRole("region", { name: "Cache" });
  await expect(cache.getByText("Answers are given again for equal questions.")).toBeVisible();
  await expect(cache.getByRole("definition").first()).toHaveText(/^\d+, [\d.,]+ [kM]B of [\d.]+ MB/);
});

// a server of its own: others' questions may be slower than this one
test("a slow question opens in Explore as it was asked", async ({ page, request, ownSite }) => {
  await request.post(`${ownSite.address}/api/kpis/explore`, {
    data: { measures: ["customers"], dimensions: ["productLine"], period: "ALL", compare: [], source: "BASE" },
    headers: { "x-request-id": "journey-slow" },
  });
  await opened(page, ownSite.address);
  const row = page.getByRole("row", { name: /journey-slow/ });
  await expect(row).toContainText("the base lines were asked for");
  const told = (await (await request.get(`${ownSite.address}/api/diagnostics`)).json()) as {
    data: { slow: { data: { questions: { requestId: string; planHash: string }[] } } };
  };
  const [slow] = told.data.slow.data.questions.filter(({ requestId }) => requestId === "journey-slow");
  await expect(row.getByText(slow?.planHash ?? "", { exact: true })).toBeVisible();
  await row.getByRole("link", { name: "Open in Explore" }).click();
  await expect(page).toHaveURL(/\/explore\?.*ms=customers.*p=all.*r=productLine/);
  await expect(page.getByRole("grid").locator("tbody tr").first()).toBeVisible();
});

test("a rollup that is false is seen as withdrawn, and recovers", async ({ page, ownSite }) => {
  test.setTimeout(180_000);
  await doctor(ownSite.store, 700);
  await ingestion("verify", "--data-dir", ownSite.store);
  await opened(page, ownSite.address);
  await expect(coverage(page).locator('[data-state="WITHDRAWN"]')).toHaveCount(1);
  await expect(page.getByText("Rollups: degraded")).toBeVisible();
  await expect(page.getByRole("region", { name: "Rollup proof" })).toContainText(
    /grossRevenue: .*, the sale lines say/,
  );
  await doctor(ownSite.store, -700);
  await ingestion("verify", "--data-dir", ownSite.store);
  await expect(coverage(page).locator('[data-state="WITHDRAWN"]')).toHaveCount(0, { timeout: 30_000 });
  await expect(page.getByText(/^Equal: /)).toBeVisible();
});

test.describe("with the server away", () => {
  test.use({ expectedErrors: [/ERR_CONNECTION|Failed to load resource/] });

  test("the page says so, keeps what it knew, and comes back", async ({ page, ownSite }) => {
    test.setTimeout(120_000);
    await opened(page, ownSite.address);
    await ownSite.stop();
    await expect(page.getByText("API: not well")).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText(/What is below was true at/)).toBeVisible({ timeout: 30_000 });
    await expect(coverage(page).locator('[data-state="BUILT"]').first()).toBeVisible();
    await ownSite.start();
    await expect(page.getByText("API: ready")).toBeVisible({ timeout: 40_000 });
  });
});

for (const theme of THEMES) {
  test(`Diagnostics breaks no rule of accessibility, ${theme}`, async ({ page }) => {
    await inTheme(page, theme);
    await opened(page);
    expect(await axe(page)).toEqual([]);
  });
}

test("on a narrow screen tables move, not the page", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await opened(page);
  expect(await isTooWide(page)).toBe(false);
});
