/** A page of another build than the server's: it asks by hashes that the server does not know, and goes on. */
import { drawn } from "./drawn";
import { expect, test } from "./site";

interface Asked {
  readonly query?: string;
  readonly operationName: string;
  readonly variables: unknown;
}

test.use({ expectedErrors: [/status of 404.*\/graphql/] });

test("a page that the server no longer knows sends its texts, and shows the same", async ({ page }) => {
  await page.goto("/");
  await drawn(page);
  const main = page.locator("main");
  const known = await main.innerText();

  const asked: Asked[] = [];
  await page.route("**/graphql", async (route) => {
    const body = JSON.parse(route.request().postData() ?? "") as Asked;
    asked.push(body);
    if (body.query !== undefined) return route.continue();
    // as if the deployment between had another text under the name
    const gone = { persistedQuery: { version: 1, sha256Hash: "0".repeat(64) } };
    return route.continue({ postData: JSON.stringify({ ...body, extensions: gone }) });
  });
  await page.reload();
  await drawn(page);
  expect(await main.innerText()).toBe(known);
  expect(asked.map(({ query, operationName }) => [operationName, query === undefined])).toEqual([
    ["OverviewPage", true],
    ["OverviewPage", false],
  ]);
});
