import { expect, test } from "vitest";
import { late, lifetimeFigures, whoIs, windowFigures, type Profile } from "./data";

const TOTALS = {
  revenue: 100,
  grossRevenue: 110,
  profit: -5,
  profitMargin: -0.05,
  returnRate: 0.1,
  orders: 4,
  averageOrderValue: 25,
  unitsSold: 2.5,
  returnsValue: -10,
  lines: 9,
};
const PROFILE: Profile = {
  customer: "<img src=x onerror=alert(1)>",
  segment: "Premium",
  rank: 23,
  customersRanked: 828,
  rfm: { recency: 5, frequency: 4, monetary: 3 },
  purchases: 302,
  purchaseDays: 202,
  activeMonths: 12,
  firstPurchase: "2024-01-02T11:16:00+03:00",
  lastPurchase: "2024-12-31T13:17:50+03:00",
  recencyDays: 0,
  tenureDays: 364,
  purchasesPerActiveMonth: 25,
  meanDaysBetweenPurchases: 1.81,
  growthRate: 0.2,
  window: TOTALS,
  lifetime: TOTALS,
  comparisons: [
    {
      ...{ kind: "PREVIOUS_PERIOD", start: "", end: "", changes: { profitMargin: 0 } },
      growth: { revenue: 0.2, profit: -2, orders: null, averageOrderValue: 0 },
    },
  ],
};

test("each figure by the API's growth, with the reason where there is none", () => {
  const nulls = [{ field: "comparisons[0].growth.orders", code: "ZERO_BASE" }];
  const changes = windowFigures(PROFILE, nulls).map(({ label, change }) => [label, change?.value, change?.reason]);
  expect(changes).toEqual([
    ["Net revenue", 0.2, null],
    ["Profit", -2, null],
    ["Orders", null, "ZERO_BASE"],
    ["Average order", 0, null],
  ]);
});

test("a profit that was never loaded is not known, and says why", () => {
  const bare = { ...PROFILE, window: { ...TOTALS, profit: null }, comparisons: [] };
  const nulls = [
    { field: "window.profit", code: "MEASURE_NOT_LOADED" },
    { field: "growthRate", code: "NO_BASE" },
  ];
  const [, profit] = windowFigures(bare, nulls);
  expect(profit).toMatchObject({
    value: null,
    reason: "MEASURE_NOT_LOADED",
    change: { value: null, reason: "NO_BASE" },
  });
});

test("one purchase has no gap to another", () => {
  const nulls = [{ field: "meanDaysBetweenPurchases", code: "ONE_PURCHASE" }];
  const [, , gap, since] = lifetimeFigures({ ...PROFILE, meanDaysBetweenPurchases: null, purchases: 1 }, nulls);
  expect(gap).toMatchObject({ value: null, reason: "ONE_PURCHASE" });
  expect(since?.note).toBe("");
});

test("late is late by the own rhythm", () => {
  expect([late(3, 2), late(9, 2), late(null, 2), late(9, null), late(9, 0)]).toEqual([
    "in the usual rhythm",
    "4 times the usual gap",
    "",
    "",
    "",
  ]);
});

test("who it is, in words", () => {
  expect(whoIs(PROFILE, "Africa/Nairobi")).toBe(
    "Premium · number 23 of 828 by net revenue · recency 5, frequency 4, money 3 of 5 · customer since 2 Jan 2024",
  );
  expect(whoIs({ ...PROFILE, segment: null, rank: null, rfm: null, firstPurchase: null }, "UTC")).toBe(
    "in no class · never purchased",
  );
});
