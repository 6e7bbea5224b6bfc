import { expect, test } from "vitest";
import { isEmptyOverview, keyFigures, type Overview } from "./data";

const THEN = {
  totalRevenue: 1_000_000,
  grossProfit: 250_000,
  profitMargin: 0.25,
  totalOrders: 480,
  averageOrderValue: 2083.33,
  uniqueCustomers: 300,
};
const NOW: Overview = {
  ...{ totalRevenue: 1_100_000, grossRevenue: 1_150_000, returnsValue: -50_000, grossProfit: 240_000.1 },
  ...{ profitMargin: 0.22, totalOrders: 480, averageOrderValue: 2291.67, uniqueCustomers: 310, unitsSold: 900 },
  ...{ growthRate: 0.1, orderChange: 0 },
  comparisons: [{ kind: "PREVIOUS_PERIOD", start: "", end: "", values: THEN }],
};

const FIGURES = ["REVENUE", "PROFIT", "MARGIN", "ORDERS", "AOV", "CUSTOMERS"];

test("six figures, each against the first comparison in its own unit", () => {
  const shown = keyFigures(NOW, []).map(({ metric, value, changes: [change] }) => [
    metric,
    value,
    change?.kind,
    change?.value,
  ]);
  expect(shown).toEqual([
    ["REVENUE", 1_100_000, "growth", 0.1],
    ["PROFIT", 240_000.1, "money", -9_999.9],
    ["MARGIN", 0.22, "points", -0.03],
    ["ORDERS", 480, "count", 0],
    ["AOV", 2291.67, "unitPrice", 208.34],
    ["CUSTOMERS", 310, "count", 10],
  ]);
});

test("a second comparison stands beside the first; of it net revenue changes by a difference", () => {
  const two = {
    ...NOW,
    comparisons: [...NOW.comparisons, { kind: "PREVIOUS_YEAR", start: "", end: "", values: THEN }],
  };
  const [revenue] = keyFigures(two, []);
  expect(revenue?.changes.map(({ comparison, kind, value }) => [comparison, kind, value])).toEqual([
    ["PREVIOUS_PERIOD", "growth", 0.1],
    ["PREVIOUS_YEAR", "money", 100_000],
  ]);
});

test("what was never loaded and what has no base are reasons, not zeros", () => {
  const nulls = [
    { field: "grossProfit", code: "MEASURE_NOT_LOADED" },
    { field: "growthRate", code: "NO_BASE" },
  ];
  const comparisons = [{ kind: "PREVIOUS_PERIOD", start: "", end: "", values: null }];
  const [revenue, profit, , orders] = keyFigures({ ...NOW, grossProfit: null, growthRate: null, comparisons }, nulls);
  expect(revenue?.changes[0]).toMatchObject({ value: null, reason: "NO_BASE" });
  expect(profit).toMatchObject({ value: null, reason: "MEASURE_NOT_LOADED" });
  expect(orders?.changes[0]).toMatchObject({ value: null, reason: "NO_BASE" });
});

test("a window that was loaded in part is no base for any change", () => {
  const figures = keyFigures({ ...NOW, growthRate: null }, [{ field: "growthRate", code: "BASE_PARTIAL" }]);
  const changes = figures.map(({ changes: [change] }) => [change?.value, change?.reason]);
  expect(changes).toEqual(FIGURES.map(() => [null, "BASE_PARTIAL"]));
});

test("nothing compared is no change at all", () => {
  expect(keyFigures({ ...NOW, growthRate: null, comparisons: [] }, []).flatMap(({ changes }) => changes)).toEqual([]);
});

test("a period without sales is empty, one with returns alone is not", () => {
  const nothing = { ...NOW, totalOrders: 0, totalRevenue: 0, returnsValue: 0 };
  expect(isEmptyOverview(nothing)).toBe(true);
  expect(isEmptyOverview({ ...nothing, returnsValue: -50 })).toBe(false);
});
