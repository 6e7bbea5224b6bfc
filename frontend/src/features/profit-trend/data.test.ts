import { expect, test } from "vitest";
import type { Meta } from "../../api/unwrap";
import { isEmptyTrend, marginTwin, thenNames } from "./data";

const META = {
  period: {
    start: "2024-12-01T00:00:00+03:00",
    end: "2025-01-01T00:00:00+03:00",
    grain: "DAY",
    timezone: "Africa/Nairobi",
  },
  comparisons: [{ kind: "PREVIOUS_PERIOD", start: "2024-11-01T00:00:00+03:00", end: "2024-12-01T00:00:00+03:00" }],
} as unknown as Meta;
const point = (value: number | null, status: string) => ({
  timestamp: "",
  label: "1 Dec",
  value,
  status,
  running: status === "PARTIAL",
  comparisons: [],
});

test("a day without sales is a gap, one never loaded has no value whatever stands in it", () => {
  expect(isEmptyTrend({ points: [point(null, "COMPLETE"), point(0.3, "NOT_LOADED")] })).toBe(true);
  expect(isEmptyTrend({ points: [point(-0.3, "COMPLETE")] })).toBe(false);
  expect(marginTwin({ points: [point(0.3, "NOT_LOADED")] }, META).rows).toEqual([["1 Dec", null, null]]);
});

test("earlier windows are named; an answer without a window has none", () => {
  expect(thenNames(META)).toEqual(["1–30 Nov 2024"]);
  expect(thenNames({ ...META, period: null })).toEqual([]);
});
