import type { Browser, Page } from "@playwright/test";
import type { Days } from "./days";
import { watch } from "./watch";

/** Milliseconds of what is done without any dashboard: how fast this browser, machine and server are at this moment. */
export interface Bare {
  empty: number;
  scripts: number;
  answer: number;
}

const SITE = () => process.env.E2E_SITE ?? "";
const EMPTY = "/bare";

/** Each in a context of its own, which has nothing kept. */
export async function bare(browser: Browser, slower: number, days: Days): Promise<Bare> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  if (slower > 1) {
    const session = await context.newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: slower });
  }
  const question = await overview(page, days);
  await watch(page);
  await page.route(`**${EMPTY}`, (route) =>
    route.fulfill({ contentType: "text/html", body: "<!doctype html><title>Bare</title><p>Sales" }),
  );
  await page.goto(SITE() + EMPTY);
  await page.waitForFunction(() => window.watching.seen.firstPaint > 0);
  const empty = await page.evaluate(() => window.watching.seen.firstPaint);
  const scripts = await page.evaluate(read, question.scripts);
  const answer = await page.evaluate(ask, question.body);
  await context.close();
  return { empty, scripts, answer };
}

interface Opened {
  readonly body: string;
  readonly scripts: string[];
}

/** What the overview loads, and what it asks, of days that no page has asked for: all but the first. */
async function overview(page: Page, { from, to }: Days): Promise<Opened> {
  const scripts: string[] = [];
  page.on("request", (request) => {
    if (request.resourceType() === "script") scripts.push(request.url());
  });
  const asked = page.waitForRequest("**/graphql");
  await page.goto(SITE());
  const { variables, ...question } = JSON.parse((await asked).postData() ?? "") as { variables: object };
  const startDate = new Date(Date.parse(from) + 86_400_000).toISOString().slice(0, 10);
  const dateRange = { startDate, endDate: to };
  const body = JSON.stringify({ ...question, variables: { ...variables, period: "CUSTOM", dateRange } });
  await page.waitForLoadState("networkidle");
  return { body, scripts };
}

/** Fetched anew and compiled; runs in the page. */
async function read(scripts: string[]): Promise<number> {
  const begun = performance.now();
  await Promise.all(
    scripts.map(
      (address) =>
        new Promise((done) => {
          const link = document.createElement("link");
          link.rel = "modulepreload";
          link.href = `${address}?bare`;
          link.onload = link.onerror = done;
          document.head.append(link);
        }),
    ),
  );
  return performance.now() - begun;
}

/** Runs in the page. */
async function ask(body: string): Promise<number> {
  const begun = performance.now();
  await (await fetch("/graphql", { method: "POST", headers: { "content-type": "application/json" }, body })).text();
  return performance.now() - begun;
}
