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
  values: { ...VALUES, grossProfit: 30, profitMargin: 0.03 },
};
const NOW = { ...VALUES, growthRate: 0.1, comparisons: [then] };

test("each figure changes in its own unit: growth, a difference, points", () => {
  const figures = memberFigures(NOW, []);
  const changes = Object.fromEntries(figures.map(({ field, change, changeKind }) => [field, [change, changeKind]]));
  expect(changes.totalRevenue).toEqual([0.1, "growth"]);
  expect(changes.grossProfit).toEqual([-80, "money"]);
  expect(changes.profitMargin?.[1]).toBe("points");
  expect(changes.profitMargin?.[0]).toBeCloseTo(-0.08, 12);
  expect(changes.totalOrders).toEqual([0, "count"]);
});

test("a figure that was never loaded has a reason and no change", () => {
  const figures = memberFigures({ ...NOW, grossProfit: null }, [{ field: "grossProfit", code: "MEASURE_NOT_LOADED" }]);
  const profit = figures.find(({ field }) => field === "grossProfit");
  expect(profit).toMatchObject({ value: null, reason: "MEASURE_NOT_LOADED", change: null });
});

test("without a comparison nothing changed and the reason is told", () => {
  const nulls = [{ field: "growthRate", code: "NO_BASE" }];
  const figures = memberFigures({ ...NOW, growthRate: null, comparisons: [] }, nulls);
  expect(figures.every(({ change, changeReason }) => change === null && changeReason === "NO_BASE")).toBe(true);
});

test("a window that was loaded in part is no base for any change", () => {
  const figures = memberFigures({ ...NOW, growthRate: null }, [{ field: "growthRate", code: "BASE_PARTIAL" }]);
  expect(figures.every(({ change, changeReason }) => change === null && changeReason === "BASE_PARTIAL")).toBe(true);
});

test("zero sales are no sales; returns alone are something", () => {
  const nothing = { ...NOW, totalOrders: 0, totalRevenue: 0, returnsValue: 0 };
  expect(isEmptyMember(nothing)).toBe(true);
  expect(isEmptyMember({ ...nothing, returnsValue: -1 })).toBe(false);
});
