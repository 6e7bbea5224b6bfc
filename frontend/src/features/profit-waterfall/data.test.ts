import { expect, test } from "vitest";
import { brokenSum, isEmptyProfit, waterfallSteps, waterfallTwin, type Profitability } from "./data";

const VALUES = { grossRevenue: 100.1, returnsValue: -10.2, revenue: 89.9, totalCost: 100, profit: -10.1 };
const REST = { profitMargin: null, returnRate: null };
const NOW: Profitability = {
  ...VALUES,
  ...REST,
  comparisons: [{ kind: "PREVIOUS_PERIOD", start: "", end: "", values: { ...VALUES, ...REST } }],
};

test("cost goes down, a loss is below zero, then stands beside now", () => {
  expect(waterfallSteps(NOW).map(({ label, value, then }) => [label, value, then])).toEqual([
    ["Gross revenue", 100.1, 100.1],
    ["Returns", -10.2, -10.2],
    ["Net revenue", 89.9, 89.9],
    ["Cost", -100, -100],
    ["Profit", -10.1, -10.1],
  ]);
  expect(waterfallSteps({ ...NOW, comparisons: [] })[0]).not.toHaveProperty("then");
});

test("sums of now and of then are proven to the ten-thousandth", () => {
  expect(brokenSum(NOW)).toBeNull();
  expect(brokenSum({ ...NOW, profit: -10.1001 })).toContain("profit");
  const then = { ...VALUES, ...REST, revenue: 89.8 };
  expect(brokenSum({ ...NOW, comparisons: [{ kind: "", start: "", end: "", values: then }] })).toContain("net revenue");
  expect(brokenSum({ ...NOW, totalCost: null, profit: null })).toBeNull();
});

test("no cost of nothing has no minus; nothing sold is empty", () => {
  expect(Object.is(waterfallSteps({ ...NOW, totalCost: 0 })[3]?.value, 0)).toBe(true);
  expect(isEmptyProfit({ ...NOW, grossRevenue: 0, returnsValue: 0 })).toBe(true);
  expect(isEmptyProfit({ ...NOW, grossRevenue: 0 })).toBe(false);
});

test("the twin has a column for then only when there is one", () => {
  expect(waterfallTwin(NOW, { now: "Dec", then: "Nov" }).columns).toHaveLength(3);
  expect(waterfallTwin(NOW, { now: "Dec", then: null }).columns).toHaveLength(2);
});
