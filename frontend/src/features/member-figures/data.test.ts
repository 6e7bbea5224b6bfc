import { expect, test } from "vitest";
import { isEmptyMember, memberFigures } from "./data";

const VALUES = {
  totalRevenue: 1000,
  grossProfit: -50,
  profitMargin: -0.05,
  totalOrders: 4,
  averageOrderValue: 250,
  uniqueCustomers: 3,
  unitsSold: 12.5,
  returnsValue: -20,
};
const then = {
  kind: "PREVIOUS_PERIOD",
  start: "",
  end: "",
  values: VALUES,
  changes: { profitMargin: -0.08 },
  growth: {
    ...{ totalRevenue: 0.1, grossProfit: -2.67, totalOrders: 0, averageOrderValue: 0 },
    ...{ uniqueCustomers: 0, unitsSold: 0, returnsValue: 0 },
  },
};
const NOW = { ...VALUES, growthRate: 0.1, comparisons: [then] };

test("each figure changes by growth, a ratio by points", () => {
  const figures = memberFigures(NOW, []);
  const changes = Object.fromEntries(figures.map(({ field, change }) => [field, [change?.value, change?.kind]]));
  expect(changes.totalRevenue).toEqual([0.1, "growth"]);
  expect(changes.grossProfit).toEqual([-2.67, "growth"]);
  expect(changes.profitMargin).toEqual([-0.08, "points"]);
  expect(changes.totalOrders).toEqual([0, "growth"]);
});

test("a figure that was never loaded has a reason", () => {
  const figures = memberFigures({ ...NOW, grossProfit: null }, [{ field: "grossProfit", code: "MEASURE_NOT_LOADED" }]);
  const profit = figures.find(({ field }) => field === "grossProfit");
  expect(profit).toMatchObject({ value: null, reason: "MEASURE_NOT_LOADED" });
});

test("without a comparison nothing changed and the reason is told", () => {
  const nulls = [{ field: "growthRate", code: "NO_BASE" }];
  const figures = memberFigures({ ...NOW, growthRate: null, comparisons: [] }, nulls);
  expect(figures.every(({ change }) => change?.value === null && change.reason === "NO_BASE")).toBe(true);
});

test("zero sales are no sales; returns alone are something", () => {
  const nothing = { ...NOW, totalOrders: 0, totalRevenue: 0, returnsValue: 0 };
  expect(isEmptyMember(nothing)).toBe(true);
  expect(isEmptyMember({ ...nothing, returnsValue: -1 })).toBe(false);
});
