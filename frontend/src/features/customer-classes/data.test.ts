import { expect, test } from "vitest";
import { isEmptyClasses, outsideOf, ruleOf, segmentOf, SEGMENTS, spoken } from "./data";

const EXTRA = { rules: { churnedDays: 180, atRiskDays: 90, newDays: 60, premiumShare: 0.2, premiumDays: 365 } };

test("a class of a row is the class of the argument and of the address", () => {
  expect(["Premium", "Regular", "New", "At-Risk", "Churned"].map(segmentOf)).toEqual([...SEGMENTS]);
  expect(SEGMENTS.map((segment) => segmentOf(spoken(segment)))).toEqual([...SEGMENTS]);
  expect(segmentOf("<b>")).toBeNull();
});

test("thresholds are those of the answer", () => {
  expect(SEGMENTS.map((segment) => ruleOf(segment, EXTRA))).toEqual([
    "best 20 % by profit of 365 days",
    "everybody else who still buys",
    "first purchase in the last 60 days",
    "no purchase for more than 90 days",
    "no purchase for more than 180 days",
  ]);
  expect(ruleOf("NEW", null)).toBe("");
});

test("sales outside of all classes are told when there are any", () => {
  const nobody = { revenue: -5, profit: null, orders: 3 };
  expect(outsideOf({ noCustomer: nobody, neverPurchased: { customers: 0, orders: 0, revenue: 0 } })).toEqual([
    { label: "Sales that name no customer", customers: null, revenue: -5, profit: null },
  ]);
  expect(outsideOf({ neverPurchased: { customers: 2, orders: 0 } })).toHaveLength(1);
  expect(outsideOf(null)).toEqual([]);
});

test("classes without a customer are empty", () => {
  const row = { segment: "New", customers: 0, customerShare: null, meanRecencyDays: null, revenue: 0, profit: null };
  const whole = { ...row, share: null, growthRate: null, orders: 0, nulls: [] };
  expect(isEmptyClasses([whole])).toBe(true);
  expect(isEmptyClasses([whole, { ...whole, customers: 1 }])).toBe(false);
});
