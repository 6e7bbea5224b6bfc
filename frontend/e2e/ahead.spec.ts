import type { Page } from "@playwright/test";
import { drawn } from "./drawn";
import { expect, test } from "./site";

const questionsOf = (page: Page): string[] => {
  const asked: string[] = [];
  page.on("request", (request) => {
    const [, name] = /"operationName":"(\w+)"/.exec(request.postData() ?? "") ?? [];
    if (name !== undefined) asked.push(name);
  });
  return asked;
};

const linkTo = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "Pages" }).first().getByRole("link", { name, exact: true });

test("a page that is pointed at is asked once, with the view of its link, before it is opened", async ({ page }) => {
  await page.goto("/?p=quarter");
  await drawn(page);
  const asked = questionsOf(page);
  const answered = page.waitForResponse((answer) => answer.request().postData()?.includes("BranchesPage") === true);
  await linkTo(page, "Branches").hover();
  await answered;
  await linkTo(page, "Branches").click();
  await expect(page.getByRole("heading", { level: 1, name: "Branches" })).toBeVisible();
  await drawn(page);
  expect(asked).toEqual(["BranchesPage"]);
});

test("the keyboard asks ahead as well, and never for more than two pages at once", async ({ page }) => {
  await page.goto("/");
  await drawn(page);
  const asked = questionsOf(page);
  let go = (): void => undefined;
  const held = new Promise<void>((done) => (go = done));
  await page.route("**/graphql", async (route) => {
    await held;
    await route.continue();
  });
  await linkTo(page, "Salespeople").focus();
  await expect.poll(() => asked).toEqual(["SalespeoplePage"]);
  await page.keyboard.press("Tab");
  await expect.poll(() => asked).toEqual(["SalespeoplePage", "ProductsPage"]);
  await page.keyboard.press("Tab");
  await page.waitForTimeout(600);
  expect(asked).toEqual(["SalespeoplePage", "ProductsPage"]);
  go();
});

test("nothing is asked ahead for who saves data", async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, "connection", { value: { saveData: true } });
  });
  await page.goto("/");
  await drawn(page);
  const asked = questionsOf(page);
  await linkTo(page, "Branches").hover();
  await page.waitForTimeout(600);
  expect(asked).toEqual([]);
});

for (const address of ["/salespeople", "/products", "/branches", "/customers", "/profit", "/data"]) {
  test(`what ${address} asks before it is drawn is what it asks`, async ({ page }) => {
    const asked = questionsOf(page);
    await page.goto(address);
    await drawn(page);
    const listed = asked.splice(0);
    expect(listed).toHaveLength(1);
    const member = page.locator(`main a[href^="${address}/"]`).first();
    if ((await member.count()) === 0) return;
    await page.goto((await member.getAttribute("href")) ?? "");
    await drawn(page);
    expect(asked).toHaveLength(1);
    expect(asked).not.toEqual(listed);
  });
}
