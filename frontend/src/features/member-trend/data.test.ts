import { expect, test } from "vitest";
import { isBars, isEmptyTrend } from "./data";

const point = (value: number | null, status = "COMPLETE") => ({
  timestamp: "2024-12-01T00:00:00+03:00",
  label: "1 Dec",
  value,
  status,
  running: status === "PARTIAL",
  comparisons: [],
});

test("zeros are shown, gaps are not", () => {
  expect(isEmptyTrend({ points: [point(0)] })).toBe(false);
  expect(isEmptyTrend({ points: [point(-3), point(null)] })).toBe(false);
  expect(isEmptyTrend({ points: [point(null), point(4, "NOT_LOADED")] })).toBe(true);
  expect(isEmptyTrend({ points: [] })).toBe(true);
});

test("up to fourteen buckets of a sum are bars", () => {
  const of = (count: number) => ({ points: Array.from({ length: count }, () => point(1)) });
  expect(isBars(of(14), { isSum: true })).toBe(true);
  expect(isBars(of(15), { isSum: true })).toBe(false);
  expect(isBars(of(3), { isSum: false })).toBe(false);
});
