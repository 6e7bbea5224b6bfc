/** A tile's question as REST, a file, another client and a check against the base ask it. */
import { expect, test } from "vitest";
import { compare } from "./base-check";
import { Failure } from "./client";
import { downloadSaid } from "./download";
import { ASKING } from "./page-query";
import { curlText, graphqlText, pythonText } from "./recipes";
import { restRequest, restUrl } from "./rest";

const LIST = {
  report: "salespersonLeaderboard",
  args: {
    period: "CUSTOM",
    dateRange: { startDate: "2024-12-01", endDate: "2024-12-05" },
    filters: { branch: { in: ["O'Hare & Sons", "Nairobi"], notIn: null }, productLine: { notIn: ["Oil"] } },
    compare: [{ kind: "PREVIOUS_YEAR" }, { kind: "CUSTOM", startDate: "2023-01-01", endDate: "2023-01-05" }],
    timezone: null,
    sortBy: "PROFIT",
    limit: 50,
    after: "abc",
  },
};
const TABLE = { report: "explore", args: { measures: ["netRevenue"], dimensions: ["branch"], limit: 50 } };

test("filters, dates and comparisons are written as REST writes them", () => {
  const { pathname, searchParams } = new URL(restUrl(LIST), "http://localhost");
  expect(pathname).toBe("/api/kpis/salesperson-leaderboard");
  expect([...searchParams]).toEqual([
    ["period", "CUSTOM"],
    ["startDate", "2024-12-01"],
    ["endDate", "2024-12-05"],
    ["branch", "O'Hare & Sons"],
    ["branch", "Nairobi"],
    ["productLine!", "Oil"],
    ["compare", "PREVIOUS_YEAR"],
    ["compare", "2023-01-01/2023-01-05"],
    ["sortBy", "PROFIT"],
    ["limit", "50"],
    ["after", "abc"],
  ]);
});

test("a file is asked without the page of the list", () => {
  const asked = new URL(restUrl(LIST, "xlsx"), "http://localhost").searchParams;
  expect([asked.get("limit"), asked.get("after"), asked.get("format")]).toEqual([null, null, "xlsx"]);
  expect(restRequest(TABLE, "csv")).toEqual({
    url: "/api/kpis/explore?format=csv",
    method: "POST",
    body: { measures: ["netRevenue"], dimensions: ["branch"] },
  });
});

test("no comparison is said aloud, since none said means the default", () => {
  expect(restUrl({ report: "salesOverview", args: { compare: [] } })).toBe("/api/kpis/sales-overview?compare=NONE");
});

test("a document holds the question and the fields on screen", () => {
  const data = [
    { salesperson: "A", profit: null, comparisons: [], nulls: [] },
    { salesperson: "B", profit: 0, comparisons: [{ kind: "X", value: 1 }], nulls: [] },
  ];
  const text = graphqlText(LIST, data);
  expect(text).toContain('period: CUSTOM, dateRange: {startDate: "2024-12-01", endDate: "2024-12-05"}');
  expect(text).toContain('filters: {branch: {in: ["O\'Hare & Sons", "Nairobi"]}, productLine: {notIn: ["Oil"]}}');
  expect(text).toContain("sortBy: PROFIT, limit: 50");
  expect(text).not.toContain("timezone");
  expect(text.replace(/\s+/g, " ")).toContain("data { salesperson profit comparisons { kind value } }");
});

test("a curl line is safe against what a name holds", () => {
  const hostile = { report: "explore", args: { filters: { branch: { in: ["'; rm -rf /"] } } } };
  expect(curlText(hostile, "http://x")).toContain(`"in":["'\\''; rm -rf /"]`);
});

test("Python asks with the words of the client", () => {
  const text = pythonText(LIST, "http://localhost:8000");
  expect(text).toContain('client.kpi("salespersonLeaderboard", period="CUSTOM", start_date="2024-12-01"');
  expect(text).toContain('branch=["O\'Hare & Sons", "Nairobi"], exclude={"productLine": ["Oil"]}');
  expect(text).toContain('compare=["PREVIOUS_YEAR", "2023-01-01/2023-01-05"]');
  expect(pythonText(TABLE, "http://x")).toContain('client.explore(["netRevenue"], ["branch"], limit=50)');
});

test("every cell on screen is compared, and only those", () => {
  const base = [
    { name: "A", profit: 0.1 + 0.2, more: 1 },
    { name: "B", profit: null },
  ];
  expect(
    compare(
      [
        { name: "A", profit: 0.3 },
        { name: "B", profit: null },
      ],
      base,
    ),
  ).toEqual({ cells: 4, differences: [] });
  expect(compare([{ name: "A", profit: 0.31 }], base).differences).toEqual([
    { path: "[0].profit", shown: 0.31, base: 0.1 + 0.2 },
  ]);
  expect(compare([{ name: "B" }, { name: "B", profit: 0 }], base).differences.map(({ path }) => path)).toEqual([
    "[0].name",
    "[1].profit",
  ]);
});

test("a message says how many rows of how many, and whether that is all", () => {
  const file = { name: "a.csv", file: new Blob(), rows: 132, isComplete: true, requestId: null };
  expect(downloadSaid(file, 132)).toBe("132 of 132 rows, complete");
  expect(downloadSaid({ ...file, rows: 1, isComplete: false }, null)).toBe("1 row, not complete");
});

test.each([
  ["the way failed", new Failure("UNREACHABLE", ""), true, 1000],
  ["too many", new Failure("HTTP", "", null, { status: 429, retryAfter: 7 }), true, 7000],
  ["busy for long", new Failure("OVERLOADED", "", null, { status: 503, retryAfter: 900 }), true, 30_000],
  ["a wrong question", new Failure("UNKNOWN_FIELD", "", null, { status: 422 }), false, 1000],
])("%s: asked again once at most, after the time that the server names", (_, failure, isAgain, wait) => {
  expect([ASKING.retry(0, failure), ASKING.retry(1, failure)]).toEqual([isAgain, false]);
  expect(ASKING.retryDelay(0, failure)).toBe(wait);
});
