import { expect, test, type Browser, type Page } from "@playwright/test";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { drawn } from "../e2e/drawn";
import { bare, type Bare } from "./bare";
import { unasked, type Days } from "./days";
import { watch, type Seen } from "./watch";

const TIMES = Number(process.env.TIMES ?? 5);
const SITE = process.env.E2E_SITE ?? "";
const REPORT = join(import.meta.dirname, "..", "..", "docs", "benchmarks", "dashboard.md");

interface Measured extends Seen {
  fresh: number;
  change: number;
  again: number;
  nextPage: number;
}

type Name = keyof Measured;
/** The design limits the opening on a slower processor too, and nothing else: of the rest it is told. */
const LIMITS: Record<Name, [limit: number | null, slow: number | null, what: string]> = {
  firstPaint: [200, 500, "first paint"],
  largestPaint: [800, 2000, "largest paint"],
  drawn: [1200, 3000, "all tiles drawn"],
  fresh: [null, null, "all tiles drawn, of days that nobody asked for"],
  longestTask: [250, null, "longest task"],
  change: [400, null, "another period, not asked before, to drawn"],
  again: [150, null, "a period asked before, to drawn"],
  nextPage: [200, null, "the next page, pointed at before, to drawn"],
  layoutShift: [0.02, null, "layout shift"],
};

const BARE: Record<keyof Bare, string> = {
  empty: "first paint of a page with one word",
  scripts: "the same scripts fetched and read, none run",
  answer: "the overview's question, not asked before, to its answer",
};

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** From the press of a key to the whole page drawn. */
async function pressed(page: Page, key: string): Promise<number> {
  await page.evaluate(() => {
    addEventListener(
      "keydown",
      ({ timeStamp }) => Object.assign(window, { change: window.watching.until(timeStamp) }),
      {
        once: true,
        capture: true,
      },
    );
  });
  await page.keyboard.press(key);
  return page.evaluate(() => (window as unknown as { change: Promise<number> }).change);
}

async function opened(page: Page, link: string): Promise<number> {
  const target = page.getByRole("navigation").getByRole("link", { name: link }).first();
  const answered = page.waitForResponse("**/graphql");
  await target.hover();
  await answered;
  await page.evaluate(() => {
    addEventListener("click", ({ timeStamp }) => Object.assign(window, { change: window.watching.until(timeStamp) }), {
      once: true,
      capture: true,
    });
  });
  await target.click();
  return page.evaluate(() => (window as unknown as { change: Promise<number> }).change);
}

/** From the request of the page to all of it drawn. */
async function open(page: Page, address: string): Promise<Seen> {
  await page.goto(address);
  await page.waitForFunction(() => window.watching.seen.drawn > 0);
  await page.waitForLoadState("networkidle");
  return page.evaluate(() => window.watching.seen);
}

async function once(browser: Browser, slower: number, { from, to }: Days): Promise<Measured> {
  // a context of its own has nothing kept
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, baseURL: SITE });
  const page = await context.newPage();
  if (slower > 1) {
    const session = await context.newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: slower });
  }
  await watch(page);
  const seen = await open(page, "/");
  const { drawn: fresh } = await open(page, `/?from=${from}&to=${to}`);
  const change = await pressed(page, "ArrowLeft");
  const again = await pressed(page, "ArrowRight");
  const nextPage = await opened(page, "Branches");
  await context.close();
  return { ...seen, fresh, change, again, nextPage };
}

type Run = Measured & Bare;

/** What nothing can be faster than is measured in turn with the dashboard, so that both meet the same neighbours. */
async function medians(browser: Browser, slower: number, days: readonly Days[]): Promise<Run> {
  const runs: Run[] = [];
  for (const of of days) runs.push({ ...(await once(browser, slower, of)), ...(await bare(browser, slower, of)) });
  const names = [...Object.keys(LIMITS), ...Object.keys(BARE)] as (keyof Run)[];
  return Object.fromEntries(names.map((name) => [name, median(runs.map((run) => run[name]))])) as unknown as Run;
}

function shown(name: Name, value: number | null): string {
  if (value === null) return "told";
  return name === "layoutShift" ? value.toFixed(3) : `${String(Math.round(value))} ms`;
}

function bareLines(usual: Run, slow: Run): string[] {
  return (Object.keys(BARE) as (keyof Bare)[]).map((name) => {
    const cells = [usual[name], slow[name]].map((value) => `${String(Math.round(value))} ms`);
    return `| ${[BARE[name], ...cells].join(" | ")} |`;
  });
}

function lines(usual: Measured, slow: Measured): string[] {
  return (Object.keys(LIMITS) as Name[]).map((name) => {
    const [limit, slowLimit, what] = LIMITS[name];
    const cells = [usual[name], limit, slow[name], slowLimit].map((value) => shown(name, value));
    return `| ${[what, ...cells].join(" | ")} |`;
  });
}

test("what a browser takes to draw the overview", async ({ browser, page }) => {
  const requests: string[] = [];
  page.on("request", (request) => requests.push(`${request.method()} ${new URL(request.url()).pathname}`));
  await page.goto("/");
  await drawn(page);
  const asked = [...requests];
  const before = loadavg()[0] ?? 0;
  const days = await unasked(2 * TIMES);
  const usual = await medians(browser, 1, days.slice(TIMES));
  const slow = await medians(browser, 4, days.slice(0, TIMES));
  const loads = [before, loadavg()[0] ?? 0];
  const sizes = execFileSync("node", [join(import.meta.dirname, "sizes.js")], { encoding: "utf8" });
  const table = lines(usual, slow).join("\n");
  const limits = bareLines(usual, slow).join("\n");
  const report = readFileSync(join(import.meta.dirname, "dashboard.md"), "utf8")
    .replace("{times}", String(TIMES))
    .replace("{processors}", `${String(cpus().length)} processors, ${cpus()[0]?.model.trim() ?? ""}`)
    .replace("{browser}", browser.version())
    .replace("{load}", loads.map((load) => load.toFixed(1)).join(" before and "))
    .replace(/^\| \{table\}.*$/m, table)
    .replace(/^\| \{bare\}.*$/m, limits)
    .replace("{requests}", asked.join("\n"))
    .replace("{sizes}", sizes.trimEnd());
  writeFileSync(REPORT, report);
  process.stdout.write(`\n${table}\n\n${limits}\n\n${asked.join("\n")}\n`);
  expect(asked.filter((request) => request.endsWith("/graphql"))).toEqual(["POST /graphql"]);
  expect(usual.layoutShift).toBeLessThanOrEqual(LIMITS.layoutShift[0] ?? 0);
});
