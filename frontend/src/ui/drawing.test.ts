/** Bars, sparklines, tints and orders: what is drawn from numbers. */
import { expect, test } from "vitest";
import { barOf, scaleOf } from "./bar";
import { moved, tintOf, tintScale } from "./matrix";
import { nextSort, sortOf, sortText } from "./sort";
import { sparkPath, sparkPoints } from "./spark";

test("bars begin at zero, and what is below crosses it", () => {
  const scale = scaleOf([30, -10, null, undefined]);
  expect(scale).toEqual({ low: -10, high: 30 });
  expect(barOf(30, scale)).toEqual({ left: 25, width: 75 });
  expect(barOf(-10, scale)).toEqual({ left: 0, width: 25 });
  expect(barOf(0, scaleOf([]))).toEqual({ left: 0, width: 0 });
});

test("a sparkline breaks where a value is missing", () => {
  expect(sparkPath(sparkPoints([1, 2, null, 3]))).toMatch(/^M[\d.]+ [\d.]+L[\d.]+ [\d.]+M[\d.]+ [\d.]+$/);
  expect(sparkPath(sparkPoints([null, null]))).toBe("");
  expect(sparkPoints([5, 5])).toEqual([
    { x: 2.5, y: 10 },
    { x: 69.5, y: 10 },
  ]);
  expect(sparkPoints([7])).toHaveLength(1);
});

test("five tints up to the highest, five down to the lowest, none for zero", () => {
  const scale = tintScale([100, 40, 0, -20, null]);
  expect([100, 81, 80, 40, 1, 0, -1, -20].map((value) => tintOf(value, scale))).toEqual([5, 5, 4, 2, 1, 0, -1, -5]);
  expect(tintOf(0, tintScale([]))).toBe(0);
});

test("arrows walk the cells and stop at the edge", () => {
  const size = { rows: 2, columns: 3 };
  expect(moved({ row: 0, column: 0 }, "ArrowRight", size)).toEqual({ row: 0, column: 1 });
  expect(moved({ row: 1, column: 1 }, "End", size)).toEqual({ row: 1, column: 2 });
  expect(moved({ row: 1, column: 1 }, "ArrowDown", size)).toBeNull();
  expect(moved({ row: 1, column: 1 }, "x", size)).toBeNull();
});

test("a head is clicked to descending, ascending and back to the default", () => {
  const first = nextSort("PROFIT", null);
  const second = nextSort("PROFIT", first);
  expect([first?.order, second?.order, nextSort("PROFIT", second)]).toEqual(["DESC", "ASC", null]);
  expect(nextSort("MARGIN", second)).toEqual({ sortBy: "MARGIN", order: "DESC" });
});

test("the address says the order and nothing that the report does not know", () => {
  const known = ["PROFIT", "GROSS_REVENUE"];
  expect(sortOf("-gross-revenue", known)).toEqual({ sortBy: "GROSS_REVENUE", order: "DESC" });
  expect(sortText({ sortBy: "GROSS_REVENUE", order: "ASC" })).toBe("gross-revenue");
  expect(sortOf("-size", known)).toBeNull();
  expect(sortOf(null, known)).toBeNull();
});
