import { expect, test } from "vitest";
import { isEmptyTrend } from "./data";

const point = (value: number | null, status = "COMPLETE") => ({
  timestamp: "2024-12-01T00:00:00+03:00",
  label: "1 Dec",
  value,
  status,
  comparisons: [],
});

test("zeros are shown, gaps are not", () => {
  expect(isEmptyTrend({ points: [point(0)] })).toBe(false);
  expect(isEmptyTrend({ points: [point(-3), point(null)] })).toBe(false);
  expect(isEmptyTrend({ points: [point(null), point(4, "NOT_LOADED")] })).toBe(true);
  expect(isEmptyTrend({ points: [] })).toBe(true);
});
