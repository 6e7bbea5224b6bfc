import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { areDifferent, freshness, momentInWords, STALE_HOURS, zoneName } from "./freshness";
import { placeOf, ROUTES, titleOf } from "./routes";
import { actionOf } from "./shortcut-keys";

const VERSION = {
  version: "1",
  asOf: "2024-12-31T17:53:21+03:00",
  loadedAt: "2025-01-01T00:00:00Z",
  timezone: "Africa/Nairobi",
  currency: "KES",
  weekStart: 1,
  fiscalYearStart: 1,
  catalogVersion: "c",
};
const NOW = Date.parse("2025-01-01T12:00:00Z");
const known = { shown: VERSION, waiting: null, isEmpty: false, isChecking: false, awaySince: null };

test.each([
  ["current", known, false, NOW],
  ["stale", known, true, NOW],
  ["stale", known, false, NOW + STALE_HOURS * 3_600_000],
  ["new", { ...known, waiting: VERSION }, false, NOW],
  ["offline", { ...known, waiting: VERSION, awaySince: 1 }, false, NOW],
  ["checking", { ...known, shown: null }, false, NOW],
  ["empty", { ...known, shown: { ...VERSION, asOf: null } }, false, NOW],
  ["empty", { ...known, shown: null, isEmpty: true }, false, NOW],
] as const)("data are %s", (state, watched, isOld, now) => {
  expect(freshness(watched, isOld, now)).toBe(state);
});

test("a moment is told in the time of the business, whatever the browser's is", () => {
  expect(momentInWords(VERSION.asOf)).toBe("Tue 31 Dec 2024, 17:53");
  expect(zoneName("Africa/Nairobi", new Date(NOW))).toBe("EAT");
});

test("zones differ by what their clocks show, not by their names", () => {
  expect(areDifferent("Africa/Nairobi", "Africa/Kampala", new Date(NOW))).toBe(false);
  expect(areDifferent("Africa/Nairobi", "Europe/Berlin", new Date(NOW))).toBe(true);
});

test.each([
  ["/", "Overview"],
  ["/branches", "Branches"],
  ["/branches/", "Branches"],
  ["/branches/Nairobi", "Nairobi"],
  ["/products/50%20%25%20%2F%20a", "50 % / a"],
  ["/settings/x", "Not found"],
  ["/nowhere", "Not found"],
  ["/products/a/b", "Not found"],
  ["/products/%E0%A4%A", "Not found"],
])("%s is the page %s", (path, title) => {
  expect(titleOf(placeOf(path))).toBe(title);
});

test("every page has a path, a name and a key of its own", () => {
  for (const part of ["path", "title", "icon"] as const) {
    expect(new Set(ROUTES.map((route) => route[part])).size).toBe(ROUTES.length);
  }
  const keys = ROUTES.map(({ key }) => key).filter((key) => key !== "");
  expect(new Set(keys).size).toBe(keys.length);
});

test("keys do what the help says", () => {
  expect(actionOf("m", false)).toEqual({ kind: "period", period: "MONTH" });
  expect(actionOf("ArrowLeft", false)).toEqual({ kind: "step", direction: -1 });
  expect(actionOf("b", true)).toEqual({ kind: "go", path: "/branches" });
  expect(actionOf("z", true)).toBeNull();
  expect(actionOf("z", false)).toBeNull();
});

test("what stands there before the scripts names the same pages", () => {
  const html = readFileSync(new URL("../../index.html", import.meta.url), "utf8");
  const named = (part: string) =>
    [...(html.split(part)[1] ?? "").matchAll(/<span[^>]*>(\w+)<\/span>/g)].map(([, name]) => name);
  const titles = ROUTES.map(({ title }) => title);
  expect(named('class="sk-rail"').slice(0, titles.length)).toEqual(titles);
  expect(named('class="sk-bottom"')).toEqual([...titles.slice(0, 5), "More"]);
});
