import { expect, test } from "vitest";
import { isEmptyPareto, paretoPoints, reachOf, rulesOf } from "./data";

const row = (product: string | null, cumulativeShare: number | null, abcClass: string | null = "A") => ({
  product,
  revenue: 1,
  share: 0.1,
  cumulativeShare,
  abcClass,
  nulls: [],
});

test("each point names its product, its class and what all up to it bring", () => {
  expect(paretoPoints([row("<b>Nails</b>", 0.8), row(null, 1.2, "C"), row("Soap", null, null)])).toEqual([
    { name: "<b>Nails</b>", cumulative: 0.8, band: "A" },
    { name: "No product named", cumulative: 1.2, band: "C" },
    { name: "Soap", cumulative: null, band: null },
  ]);
});

test("class A ends at the last product of it", () => {
  const rows = [row("a", 0.5), row("b", 0.83), row("c", 0.9, "B"), row("d", 1, "C")];
  expect(reachOf(rows, 4)).toEqual({ products: 2, all: 4, share: 0.83 });
  expect(reachOf([row("a", 1)], 1)).toEqual({ products: 1, all: 1, share: 1 });
});

test("nothing is said of a class that goes on, or that nobody is in", () => {
  expect(reachOf([row("a", 0.1), row("b", 0.2)], 900)).toBeNull();
  expect(reachOf([row("a", -1, "C")], 1)).toBeNull();
  expect(reachOf([], 0)).toBeNull();
});

test("no shares, no curve", () => {
  expect(isEmptyPareto([row("a", null)])).toBe(true);
  expect(isEmptyPareto([])).toBe(true);
  expect(isEmptyPareto([row("a", 0)])).toBe(false);
});

test("the limits are those of the answer", () => {
  expect(rulesOf({ classAShare: 0.7, classBShare: 0.9 })).toEqual([0.7, 0.9]);
  expect(rulesOf(null)).toEqual([]);
});
