import { expect, test } from "vitest";
import { figures, isEmptyOverview } from "./data";

const THEN = {
  totalRevenue: 1_000_000,
  grossProfit: 250_000,
  profitMargin: 0.25,
  totalOrders: 480,
  averageOrderValue: 2083.33,
  uniqueCustomers: 300,
};
const NOW = {
  ...{ totalRevenue: 1_100_000, grossProfit: 240_000, profitMargin: 0.2182, totalOrders: 480 },
  ...{ averageOrderValue: 2291.67, uniqueCustomers: 310, growthRate: 0.1 },
  comparisons: [{ kind: "PREVIOUS_PERIOD", start: "", end: "", values: THEN }],
};

test("six figures, each with what changed", () => {
  expect(figures(NOW, "KES").map(({ name, shown, change }) => [name, shown, change?.text, change?.direction])).toEqual([
    ["Net revenue", "KES 1.1M", "+10.0 %", "up"],
    ["Gross profit", "KES 240K", "-KES 10K", "down"],
    ["Margin", "21.8 %", "-3.2 pp", "down"],
    ["Orders", "480", "0", "level"],
    ["Average order", "KES 2.29K", "+KES 208", "up"],
    ["Customers", "310", "+10", "up"],
  ]);
});

test("full values stay at hand", () => {
  expect(figures(NOW, "KES").map(({ value }) => value)).toEqual([1_100_000, 240_000, 0.2182, 480, 2291.67, 310]);
});

test("nothing to compare with is no change of zero", () => {
  const alone = {
    ...NOW,
    growthRate: null,
    comparisons: [{ ...NOW.comparisons[0], kind: "", start: "", end: "", values: null }],
  };
  expect(figures(alone, "KES").map(({ change }) => change)).toEqual([null, null, null, null, null, null]);
  expect(figures({ ...NOW, growthRate: null, comparisons: [] }, "KES")[3]?.change).toBeNull();
});

test("a measure that was never loaded is a dash", () => {
  const [, profit, margin] = figures({ ...NOW, grossProfit: null, profitMargin: null }, "KES");
  expect([profit?.shown, profit?.change, margin?.shown, margin?.change]).toEqual(["—", null, "—", null]);
});

test("a period without sales is empty, one with returns alone is not", () => {
  expect(isEmptyOverview({ ...NOW, totalOrders: 0, totalRevenue: 0 })).toBe(true);
  expect(isEmptyOverview({ ...NOW, totalOrders: 1, totalRevenue: -50 })).toBe(false);
});
