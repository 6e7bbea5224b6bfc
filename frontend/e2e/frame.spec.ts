import type { Page } from "@playwright/test";
import { THEMES, axe, inTheme, isTooWide } from "./accessible";
import { watch } from "../perf/watch";
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

test("nothing moves while the overview fills", async ({ page }) => {
  await watch(page);
  await page.goto("/");
  await drawn(page);
  expect(await page.evaluate(() => window.watching.seen.layoutShift)).toBeLessThanOrEqual(0.02);
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

  await page.keyboard.press("/");
  await expect(page.getByRole("combobox", { name: "Name of a member" })).toBeFocused();
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
  await expect(page.getByRole("button", { name: /^How was this|^More for/ })).toHaveCount(0);
  expect((await page.pdf({ format: "A4" })).length).toBeGreaterThan(10_000);
});

test("forced colours show which of a switch is chosen", async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await page.goto("/");
  await drawn(page);
  const chosen = page.getByRole("region", { name: /over time$/ }).getByRole("button", { pressed: true, name: "Days" });
  const colours = await chosen.evaluate((button) => {
    const probe = document.createElement("p");
    Object.assign(probe.style, { color: "HighlightText", backgroundColor: "Highlight", forcedColorAdjust: "none" });
    document.body.append(probe);
    return [button, probe].map((one) => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor].join());
  });
  expect(colours[0]).toBe(colours[1]);
});
