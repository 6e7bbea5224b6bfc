import { expect, test } from "vitest";
import { sellersOf, type Sellers } from "./data";

const ROW = { profit: null, profitMargin: null, share: 0.5, unitsSold: 2 };
const SELLERS: Sellers = {
  branches: [
    { branch: null, ...ROW, revenue: -5, growthRate: null, nulls: [{ field: "growthRate", code: "ZERO_BASE" }] },
  ],
  salespeople: null,
  customers: [{ customer: "<b>Ann</b>", ...ROW, revenue: null, growthRate: 0.1, nulls: null }],
};

test("members by dimension, with the reason of each null", () => {
  expect(sellersOf(SELLERS, "branch", [])).toEqual([
    { name: null, revenue: -5, reason: null, growth: null, growthReason: "ZERO_BASE" },
  ]);
  const nulls = [{ field: "revenue", code: "NOT_LOADED" }];
  expect(sellersOf(SELLERS, "customer", nulls)?.[0]).toMatchObject({
    name: "<b>Ann</b>",
    revenue: null,
    reason: "NOT_LOADED",
  });
});

test("members that no file names are not an empty list", () => {
  expect(sellersOf(SELLERS, "salesperson", [])).toBeNull();
});
