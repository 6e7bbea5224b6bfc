/** Every key that the help names, by keyboard alone; and where keys mean nothing. */
import type { Locator, Page } from "@playwright/test";
import { drawn } from "./drawn";
import { expect, test } from "./site";

test.slow();

async function opened(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await drawn(page);
}

const search = (page: Page) => new URL(page.url()).search;
const trend = (page: Page) => page.getByRole("region", { name: "Net revenue over time" });

test("g and a letter open each page", async ({ page }) => {
  await opened(page, "/?p=quarter");
  for (const [key, path] of Object.entries({
    s: "/salespeople",
    p: "/products",
    b: "/branches",
    c: "/customers",
    f: "/profit",
    e: "/explore",
    d: "/data",
    i: "/diagnostics",
    o: "/",
  })) {
    await page.keyboard.press("g");
    await page.keyboard.press(key);
    await expect(page).toHaveURL((url) => url.pathname === path && url.search === "?p=quarter");
    await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
  }
});

test("letters are periods, arrows step, x turns comparisons off and on", async ({ page }) => {
  await opened(page, "/?cmp=year");
  for (const [key, period] of Object.entries({ d: "today", w: "week", q: "quarter", y: "year", a: "all" })) {
    await page.keyboard.press(key);
    await expect(page).toHaveURL(`/?cmp=year&p=${period}`);
  }
  await page.keyboard.press("m");
  await expect(page).toHaveURL("/?cmp=year");
  await page.keyboard.press("ArrowLeft");
  await expect(page).toHaveURL("/?cmp=year&from=2024-11-01&to=2024-11-30");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await expect(page).toHaveURL("/?cmp=year&from=2024-09-01&to=2024-09-30");
  for (let step = 0; step < 3; step += 1) await page.keyboard.press("ArrowRight");
  await expect(page).toHaveURL("/?cmp=year");
  await page.keyboard.press("x");
  await expect(page).toHaveURL("/?cmp=none");
  await page.keyboard.press("x");
  await expect(page).toHaveURL("/?cmp=year");
});

test("a member is found and opened, with the view kept", async ({ page }) => {
  await opened(page, "/?p=quarter");
  await page.keyboard.press("/");
  const field = page.getByRole("combobox", { name: "Name of a member" });
  await expect(field).toBeFocused();
  await page.keyboard.type("kisum");
  await expect(page.getByRole("option", { name: /Kisumu Branch$/ })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/branches/Kisumu?p=quarter");
});

test("keys of a tile: its table, its proof, its files, its link", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await opened(page, "/?p=quarter");
  const tile = trend(page);
  await tile.getByRole("button", { name: "Show as table" }).focus();
  await page.keyboard.press("t");
  await expect(tile.getByRole("table")).toBeVisible();
  await page.keyboard.press("t");
  await expect(tile.getByRole("table")).toHaveCount(0);
  await page.keyboard.press("i");
  await expect(page.getByRole("dialog", { name: "How was this number made?" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
  await page.keyboard.press("e");
  await expect(page.getByRole("menuitem", { name: "CSV" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("menu")).toBeHidden();
  await page.keyboard.press("l");
  await expect(page.getByText("Link copied")).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
  expect(search(page)).toBe("?p=quarter");
});

/** Presses every kind of key and expects nothing of it. */
async function nothing(page: Page, where: string): Promise<void> {
  const before = page.url();
  const dialogs = await page.getByRole("dialog").count();
  for (const key of ["y", "x", "t", "i", "e", "l", "g", "b", "?", "/"]) await page.keyboard.press(key);
  await page.waitForTimeout(100);
  expect(page.url(), where).toBe(before);
  expect(await page.getByRole("dialog").count(), where).toBe(dialogs);
}

test("in an open layer no key of the page does anything", async ({ page }) => {
  await opened(page, "/");
  const layers: Readonly<Record<string, Locator>> = {
    period: page.getByRole("button", { name: /^Period: / }),
    compare: page.getByRole("button", { name: /^vs / }),
    branch: page.getByRole("button", { name: "Branch", exact: true }),
    freshness: page.getByRole("button", { name: /Data to / }),
    share: page.getByRole("button", { name: /^Share/ }),
    "menu of a tile": trend(page).getByRole("button", { name: /^More for/ }),
    proof: trend(page).getByRole("button", { name: "How was this number made?" }),
    "menu of a mark": page
      .getByRole("region", { name: "Branches" })
      .getByRole("listitem")
      .first()
      .getByRole("button")
      .last(),
  };
  for (const [name, opener] of Object.entries(layers)) {
    await opener.focus();
    await page.keyboard.press("Enter");
    await expect(page.locator('[role="dialog"], [role="menu"]').first(), name).toBeVisible();
    await nothing(page, name);
    await page.keyboard.press("Escape");
    await expect(page.locator('[role="dialog"], [role="menu"]'), name).toHaveCount(0);
    await expect(opener, name).toBeFocused();
  }
});

test("in a field a letter is a letter, on a switch it is a key", async ({ page }) => {
  await opened(page, "/products");
  const field = page.getByRole("main").getByRole("searchbox").or(page.getByRole("main").getByRole("textbox")).first();
  await field.focus();
  await page.keyboard.type("?xyt/");
  await expect(field).toHaveValue("?xyt/");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  expect(search(page)).not.toContain("p=year");
  await opened(page, "/settings");
  await page.getByRole("switch", { name: "Names of week days beside dates" }).focus();
  await page.keyboard.press("g");
  await page.keyboard.press("b");
  await expect(page).toHaveURL(/\/branches$/);
});

test("one switch turns every key off, and on again", async ({ page }) => {
  await opened(page, "/salespeople");
  await page.keyboard.press("?");
  await page.getByRole("switch", { name: "Shortcuts are on" }).focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.getByRole("region", { name: "Revenue and margin" }).getByRole("button", { name: "Show as table" }).focus();
  await nothing(page, "the page");
  await page.getByRole("button", { name: "Keyboard shortcuts" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("switch", { name: "Shortcuts are on" }).focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.keyboard.press("y");
  await expect(page).toHaveURL(/p=year/);
});

test("each press of ] is a place further down the ranking, however late the answers are", async ({ page }) => {
  await opened(page, "/salespeople");
  const ranked = await page
    .getByRole("region", { name: "Salespeople", exact: true })
    .locator("tbody tr")
    .getByRole("link")
    .allInnerTexts();
  await opened(page, `/salespeople/${encodeURIComponent(ranked[0] ?? "")}`);
  await page.route("**/graphql", async (route) => {
    await new Promise((later) => setTimeout(later, 1500));
    await route.continue().catch(() => undefined);
  });
  const named = (place: number) => page.getByRole("heading", { level: 1, name: ranked[place] ?? "" });
  await page.keyboard.press("]");
  await page.keyboard.press("]");
  await page.keyboard.press("]");
  await expect(named(3)).toBeVisible();
  await page.keyboard.press("[");
  await page.keyboard.press("[");
  await expect(named(1)).toBeVisible();
  await drawn(page);
  await expect(page.getByRole("navigation", { name: "Salespeople by rank" })).toContainText("Rank 2 of");
});
