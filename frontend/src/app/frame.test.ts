import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { areDifferent, freshness, momentInWords, proofInWords, stateInWords, zoneName } from "./freshness";
import { declaredAt, placeOf, ROUTES, titleOf } from "./routes";
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
  staleAfterHours: 48,
  withdrawnCount: 0,
  proof: null,
};
const NOW = Date.parse("2025-01-01T12:00:00Z");
const known = { shown: VERSION, waiting: null, isEmpty: false, isChecking: false, awaySince: null, answeredAt: NOW };
const PROOF = { at: "2025-01-02T03:04:05+00:00", version: "1", isEqual: false };
const showing = (change: Partial<typeof VERSION | { proof: typeof PROOF }>) => ({
  ...known,
  shown: { ...VERSION, ...change },
});
const later = (hours: number) => ({ answeredAt: NOW + hours * 3_600_000 });

test.each([
  ["current", known, false],
  ["stale", known, true],
  ["stale", { ...known, ...later(48) }, false],
  ["current", { ...showing({ staleAfterHours: 100 }), ...later(48) }, false],
  ["current", { ...showing({ staleAfterHours: 0 }), ...later(99_999) }, false],
  ["unproven", { ...showing({ withdrawnCount: 1 }), ...later(48) }, false],
  ["unproven", showing({ proof: PROOF }), false],
  ["current", showing({ proof: { ...PROOF, isEqual: true } }), false],
  ["current", showing({ proof: { ...PROOF, version: "0" } }), false],
  ["new", { ...known, waiting: VERSION }, false],
  ["offline", { ...known, waiting: VERSION, awaySince: 1 }, false],
  ["checking", { ...known, shown: null }, false],
  ["empty", { ...known, shown: { ...VERSION, asOf: null } }, false],
  ["empty", { ...known, shown: null, isEmpty: true }, false],
] as const)("data are %s", (state, watched, isOld) => {
  expect(freshness(watched, isOld)).toBe(state);
});

test("the last proof says what it found and of which version", () => {
  expect(proofInWords(VERSION)).toBe("none yet; each load compares what it makes");
  expect(proofInWords({ ...VERSION, proof: PROOF })).toBe("differences found, Thu 2 Jan 2025, 03:04 UTC");
  expect(proofInWords({ ...VERSION, proof: { ...PROOF, isEqual: true, version: "0" } })).toBe(
    "equal, Thu 2 Jan 2025, 03:04 UTC, of an earlier version",
  );
});

test("what is stale says after how many hours", () => {
  expect(stateInWords("stale", { ...VERSION, staleAfterHours: 6 })).toContain("more than 6 hours old");
  expect(stateInWords("stale", null)).toBe("These are not the newest data.");
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

test("a page says what it is sorted by, one without lists nothing, Explore whatever is answered", () => {
  expect(declaredAt("/branches").sorts).toContain("AVERAGE_ORDER_VALUE");
  expect(declaredAt("/branches/Nairobi").sorts).not.toContain("AVERAGE_ORDER_VALUE");
  expect(declaredAt("/").sorts).toEqual([]);
  expect(declaredAt("/explore").sorts).toBeNull();
});
