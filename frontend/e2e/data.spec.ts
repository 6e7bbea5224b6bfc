import { writeFile, readFile, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { axe, inTheme, THEMES } from "./accessible";
import { expect, test } from "./site";

const HEADER = "__time,OrderId,ItemName,ProductLine,Branch,SalesPerson,CardName,unitsSold,grossRevenue,totalCost\n";
test.describe.configure({ timeout: 150_000 });

/** A check starts a process of its own, which a busy machine makes wait. */
const CHECKED = { timeout: 60_000 };
const line = (number: number, amount: string) =>
  `2025-01-02 10:00:00,X-${number},Lamp,Lighting,Nairobi,Achieng,Ann,1,${amount},1.00\n`;

async function fileOf(name: string, text: string): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), "sales-file-")), name);
  await writeFile(path, text);
  return path;
}

async function choose(page: Page, path: string): Promise<void> {
  await page.getByLabel("File of sales").setInputFiles(path);
}

async function versionOf(page: Page, address = ""): Promise<string> {
  const answer = await page.request.get(`${address}/api/data-version`);
  return ((await answer.json()) as { data: { version: string } }).data.version;
}

test.describe("a broken file", () => {
  test.use({ expectedErrors: [/422/] });

  test("says why it is refused and leaves nothing", async ({ page, ownSite }) => {
    await page.goto(`${ownSite.address}/data`);
    const before = await versionOf(page, ownSite.address);
    await choose(page, await fileOf("broken.csv", "%PDF-1.7 \u0000\u0001 no table"));
    await expect(page.getByRole("alert").filter({ hasText: "broken.csv" })).toContainText(
      "nothing was loaded",
      CHECKED,
    );
    await expect(page.getByRole("button", { name: "Load broken.csv" })).toBeDisabled();
    expect(await versionOf(page, ownSite.address)).toBe(before);
  });

  test("that needs a mapping is mapped by selections and can be loaded then", async ({ page, ownSite }) => {
    await page.goto(`${ownSite.address}/data`);
    await choose(page, await fileOf("odd.csv", "Blue,Red,Green\n2025-01-02 10:00:00,7.50,Lamp\n"));
    await expect(page.getByRole("alert").filter({ hasText: "MISSING_COLUMN" })).toBeVisible(CHECKED);
    await page.getByLabel("gross_revenue comes from").selectOption("Red");
    await page.getByLabel("product comes from").selectOption("Green");
    await expect(page.getByText("Nothing is changed yet")).toBeVisible(CHECKED);
    await expect(page.getByLabel("product comes from")).toHaveValue("Green");
    await expect(page.getByRole("button", { name: "Load odd.csv" })).toBeEnabled();
  });
});

test("a picture is refused aloud, before it is sent", async ({ page }) => {
  await page.goto("/data");
  const drop = page.getByText("Drop a file of sales here");
  const transfer = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(["x"], "holiday.jpg", { type: "image/jpeg" }));
    return data;
  });
  await drop.dispatchEvent("drop", { dataTransfer: transfer });
  await expect(page.getByRole("alert").filter({ hasText: "holiday.jpg is not a table of sales" })).toBeVisible();
});

test("a good file loads, and pages on screen take the new version", async ({ page, context, ownSite }) => {
  const other = await context.newPage();
  await other.goto(`${ownSite.address}/`);
  await page.goto(`${ownSite.address}/data`);
  await choose(page, await fileOf("january.csv", HEADER + line(1, "123456.78")));
  const complete = page.getByRole("group", { name: "These days are complete" });
  await expect(complete.getByLabel("From")).toHaveValue("2025-01-02", CHECKED);
  await complete.getByLabel("From").fill("2025-01-03");
  await expect(complete.getByRole("status")).toContainText("The last day lies before the first");
  await expect(page.getByRole("button", { name: "Load january.csv" })).toBeDisabled();
  await complete.getByLabel("From").fill("2025-01-01");
  await page.getByRole("button", { name: "Load january.csv" }).click(CHECKED);
  await expect(page.getByText("Balanced: every line")).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole("table", { name: /Lines and money in/ }).locator('data[value="123456.78"]')).toHaveCount(
    2,
  );
  await expect(page.getByRole("row", { name: /january.csv/ })).toContainText("loaded");
  const listed = await page.request.get(`${ownSite.address}/api/data/loads`);
  const { data } = (await listed.json()) as { data: { loads: { covers: string | null }[] } };
  expect(data.loads[0]?.covers).toBe("2025-01-01..2025-01-02");
  await page.reload();
  await expect(page.getByText("january.csv: loaded")).toBeVisible();
  await other.bringToFront();
  await expect(other.getByText(/Data to .*2 Jan 2025/)).toBeVisible({ timeout: 40_000 });
  // every question is answered before the server goes away
  await other.waitForLoadState("networkidle");
  await other.close();
  await page.waitForLoadState("networkidle");
});

test("lines set aside are fetched, mended and loaded; the load is taken back", async ({ page, ownSite }) => {
  await page.goto(`${ownSite.address}/data`);
  const text = HEADER + line(1, "5.00") + line(2, "ten") + line(3, "7.00");
  await choose(page, await fileOf("partly.csv", text));
  await expect(page.getByRole("region", { name: "NOT_A_NUMBER" })).toContainText("ten", CHECKED);
  await page.getByRole("button", { name: "Load partly.csv" }).click(CHECKED);
  await expect(page.getByText("1 line was set aside")).toBeVisible({ timeout: 60_000 });
  const waiting = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download quarantine" }).click();
  const download = await waiting;
  expect(download.suggestedFilename()).toMatch(/^partly\..*\.quarantine\.csv$/);
  const aside = await readFile(await download.path(), "utf8");
  await page.getByRole("button", { name: "Add another file" }).click();
  await choose(page, await fileOf("mended.csv", aside.replace(",ten,", ",6.00,")));
  await page.getByRole("button", { name: "Load mended.csv" }).click(CHECKED);
  await expect(page.getByText("mended.csv: loaded")).toBeVisible({ timeout: 60_000 });
  await page.getByRole("button", { name: "Undo the newest load" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Undo the load" }).click();
  await expect(page.getByText("Undo of mended.csv: taken back")).toBeVisible({ timeout: 60_000 });
  // what the new version is still asked for ends before the server does
  await page.close();
});

test("a load is cancelled before it is published", async ({ page, ownSite }) => {
  await page.goto(`${ownSite.address}/data`);
  const before = await versionOf(page, ownSite.address);
  const lines = Array.from({ length: 60_000 }, (_, at) => line(at, "1.00").replace("2025-01", month(at)));
  await choose(page, await fileOf("long.csv", HEADER + lines.join("")));
  await page.getByRole("button", { name: "Load long.csv" }).click(CHECKED);
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText("long.csv: cancelled; nothing changed")).toBeVisible({ timeout: 60_000 });
  expect(await versionOf(page, ownSite.address)).toBe(before);
});

const month = (at: number) =>
  `${2010 + Math.floor(at / 12_000)}-${String((Math.floor(at / 1000) % 12) + 1).padStart(2, "0")}`;

test("a day of the strip opens its Overview", async ({ page }) => {
  await page.goto("/data");
  await page.getByRole("button", { name: /^November 2024, Nairobi/ }).click();
  await page.getByRole("link", { name: /^11 Nov 2024/ }).click();
  await expect(page).toHaveURL(/branch=Nairobi.*from=2024-11-11.*to=2024-11-11/);
});

for (const theme of THEMES) {
  test(`the page is accessible in ${theme}, and fits a phone`, async ({ page }) => {
    await inTheme(page, theme);
    await page.goto("/data");
    await expect(page.getByRole("heading", { name: "History of loads" })).toBeVisible();
    await expect(page.getByText("Days not loaded")).toBeVisible();
    expect(await axe(page, "main")).toEqual([]);
    expect(await versionOf(page)).toMatch(/^\d{8}-/);
  });
}
