import { expect, test } from "vitest";
import { isEmptyOverview, keyFigures, type Overview } from "./data";

const SINCE = {
  changes: { profitMargin: -0.03 },
  growth: { totalRevenue: 0.1, grossProfit: -0.04, totalOrders: 0, averageOrderValue: 0.1, uniqueCustomers: 0.0333 },
};
const UNKNOWN = {
  changes: { profitMargin: null },
  growth: {
    ...{ totalRevenue: null, grossProfit: null, totalOrders: null },
    ...{ averageOrderValue: null, uniqueCustomers: null },
  },
};
const NOW: Overview = {
  ...{
    totalRevenue: 1_100_000,
    grossRevenue: 1_150_000,
    returnsValue: -50_000,
    returnRate: 0.0435,

    grossProfit: 240_000.1,
  },
  ...{ profitMargin: 0.22, totalOrders: 480, averageOrderValue: 2291.67, uniqueCustomers: 310, unitsSold: 900 },
  ...{ growthRate: 0.1 },
  comparisons: [{ kind: "PREVIOUS_PERIOD", start: "", end: "", ...SINCE }],
};

test("six figures, each against the first comparison by growth or points", () => {
  const shown = keyFigures(NOW, []).map(({ metric, value, changes: [change] }) => [
    metric,
    value,
    change?.kind,
    change?.value,
  ]);
  expect(shown).toEqual([
    ["REVENUE", 1_100_000, "growth", 0.1],
    ["PROFIT", 240_000.1, "growth", -0.04],
    ["MARGIN", 0.22, "points", -0.03],
    ["ORDERS", 480, "growth", 0],
    ["AOV", 2291.67, "growth", 0.1],
    ["CUSTOMERS", 310, "growth", 0.0333],
  ]);
});

test("a second comparison stands beside the first", () => {
  const second = {
    ...SINCE,
    kind: "PREVIOUS_YEAR",
    start: "",
    end: "",
    growth: { ...SINCE.growth, totalRevenue: 0.2 },
  };
  const [revenue] = keyFigures({ ...NOW, comparisons: [...NOW.comparisons, second] }, []);
  expect(revenue?.changes.map(({ comparison, kind, value }) => [comparison, kind, value])).toEqual([
    ["PREVIOUS_PERIOD", "growth", 0.1],
    ["PREVIOUS_YEAR", "growth", 0.2],
  ]);
});

test("what was never loaded and what has no base, also of the second window, are reasons, not zeros", () => {
  const changed = ["growth.totalRevenue", "growth.totalOrders", "changes.profitMargin"];
  const nulls = [
    { field: "grossProfit", code: "MEASURE_NOT_LOADED" },
    ...changed.map((field) => ({ field: `comparisons[1].${field}`, code: "BASE_PARTIAL" })),
  ];
  const comparisons = [...NOW.comparisons, { kind: "PREVIOUS_YEAR", start: "", end: "", ...UNKNOWN }];
  const [revenue, profit, margin, orders] = keyFigures({ ...NOW, grossProfit: null, comparisons }, nulls);
  expect(profit).toMatchObject({ value: null, reason: "MEASURE_NOT_LOADED" });
  for (const figure of [revenue, margin, orders]) {
    expect(figure?.changes[0]?.value).not.toBeNull();
    expect(figure?.changes[1]).toMatchObject({ value: null, reason: "BASE_PARTIAL" });
  }
});

test("what stands small beside a figure has its reason too", () => {
  const nulls = [{ field: "unitsSold", code: "MEASURE_NOT_LOADED" }];
  const notes = keyFigures({ ...NOW, unitsSold: null }, nulls).flatMap((figure) => figure.notes);
  expect(notes.map(({ label, value, reason }) => [label, value, reason])).toEqual([
    ["returns", -50_000, null],
    ["return rate", 0.0435, null],
    ["units", null, "MEASURE_NOT_LOADED"],
  ]);
});

test("nothing compared is no change at all", () => {
  expect(keyFigures({ ...NOW, growthRate: null, comparisons: [] }, []).flatMap(({ changes }) => changes)).toEqual([]);
});

test("a period without sales is empty, one with returns alone is not", () => {
  const nothing = { ...NOW, totalOrders: 0, totalRevenue: 0, returnsValue: 0 };
  expect(isEmptyOverview(nothing)).toBe(true);
  expect(isEmptyOverview({ ...nothing, returnsValue: -50 })).toBe(false);
});

test("returns stand beside net revenue with their rate", () => {
  const [revenue] = keyFigures(NOW, []);
  expect(revenue?.notes.map(({ label, value, kind }) => [label, value, kind])).toEqual([
    ["returns", -50_000, "money"],
    ["return rate", 0.0435, "ratio"],
  ]);
});
