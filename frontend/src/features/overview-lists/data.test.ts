import { expect, test } from "vitest";
import { listRows, measureOf, subtitleOf, type Row } from "./data";

test("the page's measure where the report has it, else profit", () => {
  expect(measureOf("AVERAGE_ORDER_VALUE").field).toBe("averageOrderValue");
  expect(measureOf("WHATEVER").field).toBe("profit");
});

test("a row is its member, its value with the reason of a null, and its growth", () => {
  const rows: Row[] = [
    { salesperson: "<img onerror>", profit: -5, growthRate: 0.1, rankChange: -2, nulls: null },
    { salesperson: null, profit: null, growthRate: null, nulls: [{ field: "growthRate", code: "ZERO_BASE" }] },
  ];
  expect(listRows(rows, "salesperson", "profit", [{ field: "profit", code: "COST_MISSING" }])).toEqual([
    { member: "<img onerror>", value: -5, reason: "COST_MISSING", growth: 0.1, growthReason: null, rankChange: -2 },
    { member: null, value: null, reason: "COST_MISSING", growth: null, growthReason: "ZERO_BASE", rankChange: null },
  ]);
});

test("the unit is said once, above the numbers", () => {
  expect(subtitleOf("REVENUE", "KES")).toBe("Net revenue (KES), growth");
  expect(subtitleOf("AVERAGE_ORDER_VALUE", "KES")).toBe("By average order (KES), revenue growth");
  expect(subtitleOf("ORDERS", "KES")).toBe("By orders, revenue growth");
  expect(subtitleOf("PROFIT", undefined)).toBe("By profit, revenue growth");
});
