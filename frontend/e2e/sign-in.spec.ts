import type { Page } from "@playwright/test";
import { readFile, writeFile } from "node:fs/promises";
import { axe, inTheme, isTooWide, THEMES } from "./accessible";
import { drawn } from "./drawn";
import { rowsOf } from "./reading";
import { expect, test } from "./site";
import { enter, field, signIn } from "./way-in";

test.describe.configure({ timeout: 150_000 });
test.use({ expectedErrors: [/status of 40[13]/] });

const FILE =
  "__time,Branch,ItemName,unitsSold,grossRevenue,totalCost\n" +
  "2025-01-02 10:00:00,Thika,Lamp,1,100.00,60.00\n2025-01-02 11:00:00,Thika,Lamp,1,ten,60.00\n";

const tile = (page: Page, name: string | RegExp) => page.getByRole("region", { name });

test("a reader of one branch sees that branch and no other, in numbers, lists and files", async ({
  page,
  guardedSite: { server, keys },
}) => {
  const key = await keys.add("analyst", "branch=Thika");
  const asReader = { headers: { Authorization: `Bearer ${key}` } };
  await page.goto(`${server.address}/branches?p=quarter`);
  await expect(page.getByRole("heading", { name: "Sign in to Sales" })).toBeVisible();
  await expect(page.getByRole("navigation")).toHaveCount(0);
  await enter(page, key);
  await drawn(page);
  await expect(page).toHaveURL(/\/branches\?p=quarter$/);
  const rows = tile(page, "Branches").locator("tbody tr");
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText("Thika");
  const answer = await page.request.get(
    `${server.address}/api/kpis/branch-performance?period=QUARTER&format=csv`,
    asReader,
  );
  const [told] = rowsOf(await answer.text());
  await expect(rows.locator(`data[value="${told?.revenue ?? ""}"]`).first()).toBeVisible();

  await tile(page, "Branches").getByRole("button", { name: "More for Branches" }).click();
  const saved = page.waitForEvent("download");
  await page.getByRole("menuitem", { name: /CSV/ }).click();
  const file = rowsOf(await readFile(await (await saved).path(), "utf8"));
  expect(file.map(({ branch }) => branch).filter(Boolean)).toEqual(["Thika"]);

  await page.getByTitle("Filter by branch").click();
  await expect(page.getByRole("option")).toHaveCount(1);
  await page.keyboard.press("Escape");
  await page.reload();
  await drawn(page);
  await expect(rows).toHaveCount(1);
  const others = await page.evaluate(() => JSON.stringify(Object.entries(localStorage)) + document.cookie);
  expect(others).not.toContain(key);
});

test("a wrong key is refused in words, and nothing is kept", async ({ page, guardedSite: { server } }) => {
  await page.goto(`${server.address}/`);
  await signIn(page, "sk_nobody_0000000000000000000000000000000000000000000");
  await expect(page.getByRole("alert")).toContainText("That key is not in force.");
  await signIn(page, "nicht für hier");
  await expect(page.getByRole("alert")).toContainText("That key is not in force.");
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
});

test("a role that is too low is told in the tile; a loader takes a file in", async ({
  page,
  guardedSite: { server, keys },
}) => {
  const viewer = await keys.add("viewer", "all");
  await page.goto(`${server.address}/data`);
  await enter(page, viewer);
  await expect(page.getByText(/needs the role loader; yours is viewer/).first()).toBeVisible();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(field(page)).toBeVisible();

  await enter(page, await keys.add("loader", "all"));
  const path = test.info().outputPath("january.csv");
  await writeFile(path, FILE);
  await page.getByLabel("File of sales").setInputFiles(path);
  const load = page.getByRole("button", { name: "Load january.csv" });
  await expect(load).toBeEnabled({ timeout: 60_000 });
  await load.click();
  await expect(page.getByText("1 line was set aside")).toBeVisible({ timeout: 60_000 });
  const saved = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download quarantine" }).click();
  const file = await saved;
  expect(file.suggestedFilename()).toMatch(/^january\..*\.quarantine\.csv$/);
  expect(await readFile(await file.path(), "utf8")).toContain("ten");
});

test("when a key is withdrawn the page is taken away, and another one opens the same view", async ({
  page,
  guardedSite: { server, keys, admin },
}) => {
  const key = await keys.add("viewer", "all");
  await page.goto(`${server.address}/?p=quarter`);
  await enter(page, key);
  await drawn(page);
  await keys.withdraw(key);
  // the next question finds out
  await page.keyboard.press("y");
  await expect(page.getByRole("alert")).toContainText("your key is no longer in force");
  await expect(page.getByRole("main")).not.toContainText("Net revenue");
  await enter(page, admin);
  await drawn(page);
  await expect(page).toHaveURL(/p=year/);
  await page.goto(`${server.address}/settings`);
  await expect(page.getByRole("heading", { name: "Signed in" })).toBeVisible();
  await page.getByRole("main").getByRole("button", { name: "Sign out" }).click();
  await expect(field(page)).toBeVisible();
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
});

for (const theme of THEMES) {
  test(`the way in breaks no rule of WCAG and fits a phone, ${theme}`, async ({ page, guardedSite: { server } }) => {
    await inTheme(page, theme);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${server.address}/`);
    await expect(field(page)).toBeFocused();
    expect(await isTooWide(page)).toBe(false);
    expect(await axe(page)).toEqual([]);
    await page.keyboard.type("sk_wrong");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("alert")).toBeVisible();
    expect(await axe(page)).toEqual([]);
  });
}

test("without access control nothing of it is shown", async ({ page }) => {
  await page.goto("/settings");
  await expect(page.getByRole("heading", { name: "Saved views" })).toBeVisible();
  await expect(page.getByText(/sign/i)).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Sign out" })).toHaveCount(0);
});
