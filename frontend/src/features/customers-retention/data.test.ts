import { expect, test } from "vitest";
import { cells, isEmptyCohorts, monthsSince, newestMonth, retentionWindow, shownOf, stayed } from "./data";

const month = (since: number, label: string, status = "COMPLETE", customers: number | null = 2) => ({
  month: since,
  label,
  status,
  running: status === "PARTIAL",
  customers,
  retention: customers === null ? null : customers / 4,
  revenue: customers === null ? null : -customers * 10,
});
const COHORTS = [
  {
    cohort: "2024-10",
    customers: 4,
    months: [month(1, "2024-11", "NOT_LOADED", null), month(2, "2024-12", "PARTIAL", 0)],
  },
  { cohort: "2024-11", customers: 4, months: [month(0, "2024-11", "PARTIAL"), month(1, "2024-12", "PARTIAL")] },
];

test("columns are the months since that any cohort has", () => {
  expect(monthsSince(COHORTS)).toEqual([0, 1, 2]);
  expect(monthsSince([])).toEqual([]);
  expect(isEmptyCohorts([{ cohort: "2024-10", customers: 1, months: [] }])).toBe(true);
  expect(newestMonth([])).toBeNull();
});

test("outside of the window, not loaded, zero and so far are four things", () => {
  expect(cells(COHORTS, "customers")).toEqual([
    [
      null,
      { value: null, reason: "NOT_LOADED", isNotLoaded: true, part: "" },
      { value: 0, reason: null, isNotLoaded: false, part: "so far" },
    ],
    [
      { value: 2, reason: null, isNotLoaded: false, part: "" },
      { value: 2, reason: null, isNotLoaded: false, part: "so far" },
      null,
    ],
  ]);
});

test("the same cells as a part and as money", () => {
  expect(cells(COHORTS, "retention")[1]?.[0]?.value).toBe(0.5);
  expect(cells(COHORTS, "revenue")[1]?.[0]?.value).toBe(-20);
  expect([shownOf("revenue"), shownOf("x"), shownOf(undefined)]).toEqual(["revenue", "retention", "retention"]);
});

test("who stayed is said when the earlier window says it", () => {
  const period = { buyers: 7, earlierBuyers: 1701, returned: 619, retention: 0.25, churn: 0.75 };
  const earlier = { start: "2023-01-01T00:00:00+03:00", end: "2024-01-01T00:00:00+03:00" };
  expect(stayed({ period }, earlier, "Africa/Nairobi")).toBe(
    "Of 1,701 buyers of 1 Jan – 31 Dec 2023, 619 bought again: 25.0 % stayed, 75.0 % did not.",
  );
  expect(stayed({ period: { ...period, retention: null } }, earlier, "Africa/Nairobi")).toBe("");
  expect(stayed({ period }, undefined, "Africa/Nairobi")).toBe("");
  expect(stayed(null, earlier, "Africa/Nairobi")).toBe("");
});

test("twelve months that end with the window, more when it is longer", () => {
  const custom = { period: "CUSTOM" as const, from: "2024-12-01", to: "2024-12-18" };
  expect(retentionWindow({ period: "MONTH", from: null, to: null })).toEqual({
    retentionPeriod: "LAST_12_MONTHS",
    retentionRange: null,
  });
  expect(retentionWindow({ period: "ALL", from: null, to: null }).retentionPeriod).toBe("ALL");
  expect(retentionWindow(custom).retentionRange).toEqual({ startDate: "2024-01-01", endDate: "2024-12-18" });
  expect(retentionWindow({ ...custom, from: "2022-12-05" }).retentionRange?.startDate).toBe("2022-12-05");
});
