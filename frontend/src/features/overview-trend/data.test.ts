import { expect, test } from "vitest";
import type { Meta } from "../../api/unwrap";
import { metricOf } from "../../state/metric";
import { grainsOf, isBars, isEmptyTrend, sparkOf, thenNames, trendTwin } from "./data";

const point = (value: number | null, status = "COMPLETE") => ({
  timestamp: "2024-12-01T00:00:00+03:00",
  label: "1 Dec 2024",
  value,
  status,
  running: status === "PARTIAL",
  comparisons: [],
});
const window = (start: string, end: string): Meta =>
  ({
    period: {
      start: `${start}T00:00:00+03:00`,
      end: `${end}T00:00:00+03:00`,
      grain: "DAY",
      timezone: "Africa/Nairobi",
    },
    comparisons: [{ kind: "PREVIOUS_PERIOD", start: "2024-11-01T00:00:00+03:00", end: "2024-12-01T00:00:00+03:00" }],
  }) as unknown as Meta;

test("zeros are shown, gaps are not, and a sparkline has gaps too", () => {
  expect(isEmptyTrend({ points: [point(0)] })).toBe(false);
  expect(isEmptyTrend({ points: [point(null), point(4, "NOT_LOADED")] })).toBe(true);
  expect(sparkOf({ points: [point(0), point(4, "NOT_LOADED")] })).toEqual([0, null]);
  expect(sparkOf(null)).toEqual([]);
});

test("few buckets of a sum or count are bars; a ratio and many buckets are a line", () => {
  const few = { points: Array.from({ length: 14 }, () => point(1)) };
  expect(isBars(few, metricOf("REVENUE"))).toBe(true);
  expect(isBars(few, metricOf("MARGIN"))).toBe(false);
  expect(isBars({ points: [...few.points, point(1)] }, metricOf("REVENUE"))).toBe(false);
});

test.each([
  ["2024-12-31", "2025-01-01", ["HOUR"]],
  ["2024-12-01", "2025-01-01", ["DAY", "WEEK"]],
  ["2024-01-01", "2025-01-01", ["DAY", "WEEK", "MONTH", "QUARTER"]],
  ["2022-12-01", "2025-01-01", ["WEEK", "MONTH", "QUARTER", "YEAR"]],
])("from %s to %s may be cut into %j", (start, end, grains) => {
  expect(grainsOf(window(start, end)).map(([grain]) => grain)).toEqual(grains);
});

test("the twin says what is so far and what was never loaded", () => {
  const meta = window("2024-12-01", "2025-01-01");
  expect(thenNames(meta)).toEqual(["1–30 Nov 2024"]);
  const rows = trendTwin({ points: [point(5, "PARTIAL"), point(9, "NOT_LOADED")] }, meta, metricOf("REVENUE")).rows;
  expect(rows).toEqual([
    ["1 Dec 2024", 5, "so far", null],
    ["1 Dec 2024", null, "not loaded", null],
  ]);
});
