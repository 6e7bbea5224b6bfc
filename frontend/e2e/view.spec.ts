import type { Page } from "@playwright/test";
import { THEMES, axe, inTheme, isTooWide } from "./accessible";
import { drawn } from "./drawn";
import { expect, test } from "./site";

const period = (page: Page) => page.getByRole("button", { name: /^Period: / });
const chips = (page: Page) => page.getByRole("group", { name: "Filters" });

async function ready(page: Page, address: string): Promise<void> {
  await page.goto(address);
  // the days are known when the server has told its version
  await expect(period(page)).toHaveText(/\d{4}/, { timeout: 30_000 });
}

test("a filter is a chip and an address, stays over a reload, and Back takes it away", async ({ page }) => {
  await ready(page, "/");
  await page.getByRole("button", { name: "Branch", exact: true }).click();
  await page.getByRole("option", { name: /Nairobi/ }).click();
  await page.getByRole("option", { name: /Kisumu/ }).click();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/\?branch=Kisumu&branch=Nairobi$/);
  await expect(chips(page)).toContainText("Branch: Kisumu, Nairobi");
  await page.reload();
  await expect(chips(page)).toContainText("Branch: Kisumu, Nairobi");
  await page.goBack();
  await expect(page).toHaveURL(/\/$/);
  await expect(chips(page)).toHaveCount(0);
});

test("of two filters set at once the last is what is asked and shown", async ({ page }) => {
  await ready(page, "/branches");
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/graphql")) asked.push(request.postData() ?? "");
  });
  await page.getByRole("button", { name: "Salesperson", exact: true }).click();
  await page.getByRole("combobox").fill("a");
  await page.getByRole("option").nth(1).click();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Shift+Enter");
  await page.keyboard.press("Escape");
  const member = new URL(page.url()).searchParams.getAll("sp");
  expect(member).toHaveLength(1);
  await expect(page.locator("main [aria-busy=true]")).toHaveCount(0);
  await expect(chips(page)).toContainText(member[0] ?? "");
  expect(asked.at(-1)).toContain(JSON.stringify({ salesperson: { in: member } }).slice(1, -1));
});

test("the period is chosen, stepped and undone by keyboard alone", async ({ page }) => {
  await ready(page, "/");
  await page.keyboard.press("q");
  await expect(page).toHaveURL(/p=quarter/);
  const now = await period(page).textContent();
  await page.keyboard.press("ArrowLeft");
  await expect(page).toHaveURL(/from=\d{4}-\d\d-01&to=/);
  await page.keyboard.press("ArrowRight");
  await expect(period(page)).toHaveText(now ?? "");
  await period(page).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("radio", { name: /Quarter to date/ })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(page).toHaveURL(/p=year/);
  await page.keyboard.press("Escape");
  await expect(period(page)).toBeFocused();
  await page.keyboard.press("x");
  await expect(page).toHaveURL(/cmp=none/);
  await page.keyboard.press("x");
  await expect(page).not.toHaveURL(/cmp=/);
  await page.keyboard.press("g");
  await page.keyboard.press("b");
  await expect(page.getByRole("heading", { level: 1, name: "Branches" })).toBeFocused();
  expect(new URL(page.url()).search).toBe("?p=year");
});

test("comparisons are put in order and say the days that they mean", async ({ page }) => {
  await ready(page, "/?p=quarter");
  await page.getByRole("button", { name: "vs previous period" }).click();
  await page.getByRole("button", { name: "Previous year", exact: true }).click();
  await page.getByRole("button", { name: "Move Previous year up" }).click();
  await expect(page).toHaveURL(/cmp=year&cmp=previous/);
  await expect(page.getByRole("listitem").filter({ hasText: "1. Previous year" })).toContainText(/\d{4}/);
});

test("a view is saved, exported, taken in again and opened", async ({ page }) => {
  await ready(page, "/branches?branch=Thika&p=year");
  await page.getByRole("button", { name: /^Views/ }).click();
  await page.getByRole("textbox", { name: "Name of this view" }).fill("Thika this year");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await page.goto("/settings");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export as JSON" }).click();
  const file = await (await download).path();
  await page.evaluate(() => {
    localStorage.clear();
  });
  await page.reload();
  await page.getByLabel("File of saved views").setInputFiles(file);
  await expect(page.getByText("1 view taken from")).toBeVisible();
  await page.getByRole("button", { name: /^Views/ }).click();
  await page.getByRole("link", { name: "Thika this year" }).click();
  await expect(page).toHaveURL(/\/branches\?branch=Thika&p=year$/);
});

test("a link with a key that nobody knows opens, and says what it left out", async ({ page }) => {
  await ready(page, "/?p=quarter&colour=blue&branch=Thika");
  await expect(page.getByText("This page does not know “colour”")).toBeVisible();
  await expect(chips(page)).toContainText("Branch: Thika");
  await page.getByRole("button", { name: "Close" }).click();
  await expect(page).toHaveURL(/\?branch=Thika&p=quarter$/);
});

test("a sort that the page has not is said and left out; its own is kept", async ({ page }) => {
  await ready(page, "/branches?sort=-lift");
  await expect(page.getByText("This page does not know “sort=-lift”")).toBeVisible();
  await page.getByRole("button", { name: "Close" }).click();
  await expect(page).toHaveURL(/\/branches$/);
  await ready(page, "/branches?sort=-average-order-value");
  await expect(page.getByRole("columnheader", { name: /^Avg\. order/ })).toHaveAttribute("aria-sort", "descending");
  await expect(page.getByText("This page does not know")).toHaveCount(0);
});

test("the days that each comparison means stand under it before it is chosen", async ({ page, request }) => {
  await ready(page, "/?p=quarter");
  await page.getByRole("button", { name: /^vs / }).click();
  const compare = "compare=PREVIOUS_YEAR&compare=SAME_WEEKDAYS_LAST_YEAR";
  const answer = await request.get(`/api/kpis/sales-overview?period=QUARTER&${compare}`);
  const { metadata } = (await answer.json()) as { metadata: { comparisons: { start: string }[] } };
  const [year, weekdays] = metadata.comparisons.map(({ start }) => String(Number(start.slice(8, 10))));
  await expect(page.getByRole("button", { name: new RegExp(`^Previous year ?${year ?? ""} `) })).toBeVisible();
  const other = page.getByRole("button", { name: new RegExp(`^Same weekdays last year ?${weekdays ?? ""} `) });
  await expect(other).toBeVisible();
  await page.goto("/?p=all");
  await page.getByRole("button", { name: /^vs / }).click();
  await expect(page.getByRole("button", { name: /^Previous year ?no such window/ })).toBeVisible();
});

test("a link of exact dates holds its windows; of older data it says so", async ({ page }) => {
  await ready(page, "/?p=quarter");
  // the windows compared are the answer's
  await drawn(page);
  const days = await period(page).textContent();
  await page.getByRole("button", { name: /^Share/ }).click();
  const link = await page.getByRole("textbox", { name: "Link: These exact dates" }).inputValue();
  expect(link).toMatch(/cmp=\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d&from=.*&to=.*&v=/);
  await ready(page, link);
  await expect(page.getByText("numbers may have changed")).toHaveCount(0);
  expect(days).toContain((await period(page).textContent())?.replace("Period: ", "").trim() ?? "");
  await ready(page, link.replace(/v=.*$/, "v=00000000-aa_2024-12-12"));
  await expect(page.getByText("Sent when data was of Thu 12 Dec 2024; numbers may have changed.")).toBeVisible();
});

for (const theme of THEMES) {
  test(`the frame, its layers and the settings break no rule of WCAG, ${theme}`, async ({ page }) => {
    await inTheme(page, theme);
    await ready(page, "/branches?branch=Thika");
    expect(await axe(page, "header, nav, [role=region]")).toEqual([]);
    await period(page).click();
    expect(await axe(page, "[role=dialog]")).toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Line", exact: true }).click();
    await expect(page.getByRole("option").first()).toBeVisible();
    expect(await axe(page, "[role=dialog]")).toEqual([]);
    await page.keyboard.press("Escape");
    await expect(page.getByRole("button", { name: "Line", exact: true })).toBeFocused();
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
    expect(await axe(page, "[role=dialog]")).toEqual([]);
    await page.goto("/settings");
    await expect(page.getByRole("heading", { name: "Saved views" })).toBeVisible();
    expect(await axe(page)).toEqual([]);
  });
}

test("on a phone one button opens all filters, and nothing is wider than the screen", async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 720 });
  await ready(page, "/?branch=Thika");
  expect(await isTooWide(page)).toBe(false);
  await page.getByRole("button", { name: "Filters (1)" }).click();
  await page.getByRole("button", { name: "Remove the filter on branch" }).click();
  await expect(page).toHaveURL(/\/$/);
});

test("a link of exact dates waits for its days, and says so", async ({ page }) => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((done) => {
    release = done;
  });
  await page.route("**/graphql", async (route) => {
    await held;
    await route.continue().catch(() => undefined);
  });
  await ready(page, "/?p=quarter");
  await page.getByRole("button", { name: /^Share/ }).click();
  const link = page.getByRole("textbox", { name: "Link: These exact dates" });
  await expect(link).toBeDisabled();
  await expect(page.getByText("The days are known when the page has its answer.")).toBeVisible();
  release();
  await expect(link).toHaveValue(/cmp=\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d&from=/);
});

test("a member is put beside others by keyboard alone", async ({ page }) => {
  await ready(page, "/?p=quarter");
  await drawn(page);
  const first = page.getByRole("region", { name: "Branches" }).getByRole("listitem").first();
  const name = (await first.getByRole("link").innerText()).trim();
  await first.getByRole("button", { name: /what to do with/ }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Compare with…" }).focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: `Compare ${name} with…` });
  await expect(dialog.getByRole("combobox")).toBeFocused();
  await expect(dialog.getByRole("option", { name: new RegExp(`^${name}`) })).toHaveCount(0);
  const other = name === "Kisumu" ? "Thika" : "Kisumu";
  await page.keyboard.type(other);
  await expect(dialog.getByRole("option")).toHaveCount(1);
  await page.keyboard.press("Enter");
  expect(await axe(page, "[role=dialog]")).toEqual([]);
  await page.keyboard.press("Control+Enter");
  await expect(page).toHaveURL((url) => url.pathname === "/explore" && url.searchParams.getAll("branch").length === 2);
  await drawn(page);
  await expect(page.getByRole("main").getByRole("rowheader", { name, exact: true })).toBeVisible();
  await expect(page.getByRole("main").getByRole("rowheader", { name: other, exact: true })).toBeVisible();
});

test("names of week days stand beside dates where they are wanted", async ({ page }) => {
  await page.goto("/settings");
  await page.getByRole("switch", { name: "Names of week days beside dates" }).check();
  await ready(page, "/?p=quarter");
  await expect(period(page)).toContainText(/\w{3} \d+ \w{3}.*–\w{3} \d+ \w{3} \d{4}/);
});
