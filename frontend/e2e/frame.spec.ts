import type { Page } from "@playwright/test";
import { THEMES, axe, inTheme, isTooWide } from "./accessible";
import { drawn } from "./drawn";
import { csvOf, figures } from "./reading";
import { expect, test } from "./site";

const ADDRESSES = [
  "/",
  "/salespeople",
  "/products",
  "/branches",
  "/customers",
  "/profit",
  "/explore",
  "/data",
  "/diagnostics",
  "/settings",
];

const numbersOf = async (page: Page) =>
  (await figures(page.getByRole("main"))).filter(({ value }) => value !== "").map(({ value }) => Number(value));

for (const address of ADDRESSES) {
  test(`a link to ${address} opens it, within the policy`, async ({ page }) => {
    const answer = await page.goto(address);
    expect(answer?.status()).toBe(200);
    expect(answer?.headers()["content-security-policy"]).toContain("default-src 'none'");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await drawn(page);
  });

  for (const width of [390, 320]) {
    test(`${address} is no wider than a screen of ${String(width)} pixels`, async ({ page }) => {
      await page.setViewportSize({ width, height: 844 });
      await page.goto(address);
      await drawn(page);
      expect(await isTooWide(page)).toBe(false);
    });
  }
}

test("a link reproduces period, comparison and filter, with the numbers of the same question", async ({
  page,
  request,
}) => {
  await page.goto("/?branch=Kisumu&branch=Nakuru&cmp=year&p=quarter");
  await drawn(page);
  const args = { period: "QUARTER", compare: "PREVIOUS_YEAR", branch: ["Kisumu", "Nakuru"] };
  const [told] = await csvOf(request, { report: "salesOverview", args });
  const shown = await numbersOf(page);
  for (const name of ["totalRevenue", "grossProfit", "totalOrders", "uniqueCustomers"])
    expect(shown).toContain(Number(told?.[name]));
  await expect(page.getByRole("button", { name: "Branch: Kisumu, Nakuru" })).toBeVisible();
});

test("Back undoes a filter and Forward does it again", async ({ page }) => {
  await page.goto("/");
  await drawn(page);
  const whole = await numbersOf(page);
  await page.getByRole("button", { name: "Branch", exact: true }).click();
  await page.getByRole("option", { name: /^Kisumu/ }).click();
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(/\?branch=Kisumu$/);
  await drawn(page);
  const part = await numbersOf(page);
  expect(part).not.toEqual(whole);

  await page.goBack();
  await expect(page).toHaveURL(/\/$/);
  await drawn(page);
  expect(await numbersOf(page)).toEqual(whole);
  await page.goForward();
  await drawn(page);
  expect(await numbersOf(page)).toEqual(part);
  await page.reload();
  await drawn(page);
  expect(await numbersOf(page)).toEqual(part);
});

test("the later of two quick choices wins, whatever is answered last", async ({ page, request }) => {
  await page.goto("/");
  await drawn(page);
  // the answer to the first choice comes after that of the second
  await page.route("**/graphql", async (route) => {
    const isFirst = route.request().postData()?.includes('"YEAR"') === true;
    if (isFirst) await new Promise((later) => setTimeout(later, 1500));
    await route.continue().catch(() => undefined);
  });
  await page.keyboard.press("y");
  await page.keyboard.press("q");
  await page.waitForTimeout(2500);
  await drawn(page);
  const [told] = await csvOf(request, { report: "salesOverview", args: { period: "QUARTER" } });
  await expect(page).toHaveURL(/\?p=quarter$/);
  expect(await numbersOf(page)).toContain(Number(told?.totalRevenue));
});

test("the overview asks one question", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await page.goto("/");
  await drawn(page);
  await page.waitForLoadState("networkidle");
  expect(asked[0]).toBe("/");
  expect(asked.filter((path) => path === "/graphql")).toHaveLength(1);
  expect(asked.filter((path) => path === "/api/data-version")).toHaveLength(1);
  const code = asked.filter((path) => path.startsWith("/static/"));
  expect(code.length).toBeLessThanOrEqual(4);
  expect(asked).toHaveLength(code.length + 3);
});

for (const theme of THEMES) {
  test(`the overview is accessible when ${theme}`, async ({ page }) => {
    await inTheme(page, theme);
    await page.goto("/");
    await drawn(page);
    const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const [red = 0] = paper.match(/\d+/g)?.map(Number) ?? [];
    expect(red < 128).toBe(theme === "dark");
    expect(await axe(page)).toEqual([]);
  });
}

test("one field that fails leaves the others alive", async ({ page }) => {
  await page.route("**/graphql", async (route) => {
    const answer = await route.fetch();
    const body = (await answer.json()) as { data: Record<string, { data: unknown; error: unknown }> };
    const failed = body.data.changeDrivers;
    if (failed) {
      failed.data = null;
      failed.error = { code: "ENGINE_TIMEOUT", message: "It took too long.", hint: "Ask for less.", field: null };
    }
    await route.fulfill({ response: answer, json: body });
  });
  await page.goto("/");
  await drawn(page);
  const broken = page.getByRole("region", { name: "What changed net revenue" });
  await expect(broken.getByRole("alert")).toContainText("ENGINE_TIMEOUT");
  await expect(broken.getByRole("button", { name: "Try again" })).toBeVisible();
  const list = page.getByRole("region", { name: "Branches" }).getByRole("listitem");
  await expect(list).toHaveCount(5);
  await page.unroute("**/graphql");
  await broken.getByRole("button", { name: "Try again" }).click();
  await expect(broken.getByRole("listitem").first()).toBeVisible();
});

test("a morning without a mouse", async ({ page }) => {
  await page.goto("/");
  await drawn(page);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the numbers" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("q");
  await expect(page).toHaveURL(/\?p=quarter$/);
  await page.keyboard.press("x");
  await expect(page).toHaveURL(/cmp=/);
  await page.keyboard.press("x");
  await expect(page).toHaveURL(/\?p=quarter$/);
  await drawn(page);

  await page.getByRole("slider", { name: /point by point/ }).focus();
  await page.keyboard.press("Home");
  const first = await page.getByRole("slider").getAttribute("aria-valuetext");
  await page.keyboard.press("ArrowRight");
  await expect(page.getByRole("slider")).not.toHaveAttribute("aria-valuetext", first ?? "");
  await page.keyboard.press("t");
  await expect(page.getByRole("region", { name: "Net revenue over time" }).getByRole("table")).toBeVisible();
  await page.keyboard.press("i");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();

  await page.keyboard.press("g");
  await page.keyboard.press("b");
  await expect(page).toHaveURL(/\/branches\?p=quarter$/);
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("g");
  await page.keyboard.press("o");
  await expect(page).toHaveURL(/\/\?p=quarter$/);
});

test("on paper the numbers stand alone, with what was asked", async ({ page }) => {
  await page.goto("/?branch=Nairobi");
  await drawn(page);
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("navigation")).toBeHidden();
  await expect(page.getByRole("region", { name: "What is shown" })).toBeHidden();
  await expect(page.getByText(/Branch: Nairobi · .*data version/)).toBeVisible();
  expect((await page.pdf({ format: "A4" })).length).toBeGreaterThan(10_000);
});

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
  await ready(page, "/branches?p=year&branch=Thika");
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
  await expect(page.getByText("1 views taken from")).toBeVisible();
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

test("a link of exact dates holds its windows; of older data it says so", async ({ page }) => {
  await ready(page, "/?p=quarter");
  await expect(page.locator("main [aria-busy=true]")).toHaveCount(0);
  await page.getByRole("button", { name: /^Share/ }).click();
  const link = await page.getByRole("textbox", { name: "Link: These exact dates" }).inputValue();
  expect(link).toMatch(/cmp=\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d&from=.*&to=.*&v=/);
  const days = await period(page).textContent();
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
