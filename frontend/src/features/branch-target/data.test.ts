import { expect, test } from "vitest";
import { hasTargets, soldOf } from "./data";

const ROW = {
  branch: "Thika",
  revenue: 10,
  profit: -3,
  unitsSold: 7,
  target: 20,
  targetMeasure: "netRevenue",
  quotaAttainment: 0.5,
  pace: 0.9,
  nulls: [],
};

test("what was sold is in the measure of the target", () => {
  expect(soldOf(ROW)).toEqual({ value: 10, label: "Net revenue", kind: "money" });
  expect(soldOf({ ...ROW, targetMeasure: "grossProfit" })).toEqual({ value: -3, label: "Profit", kind: "money" });
  expect(soldOf({ ...ROW, targetMeasure: "unitsSold" })).toEqual({ value: 7, label: "Units", kind: "units" });
});

test("targets that were never loaded have no tile, a month without one has", () => {
  expect(hasTargets([{ field: "target", code: "TARGETS_NOT_LOADED" }])).toBe(false);
  expect(hasTargets([{ field: "target", code: "NO_TARGET" }])).toBe(true);
  expect(hasTargets([])).toBe(true);
});
