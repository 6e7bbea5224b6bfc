import { expect, test } from "vitest";
import { isEmptyProduct, placeOf, productFigures, type Product } from "./data";

const VALUES = {
  revenue: 100,
  grossRevenue: 110,
  profit: -5,
  profitMargin: -0.05,
  returnRate: 0.1,
  orders: 4,
  averageOrderValue: 25,
  unitsSold: 2.5,
  averageSellingPrice: 44,
};
const THEN = { ...VALUES, profit: 5, profitMargin: 0.05, orders: null, returnsValue: -4, unitsReturned: 1 };
const SINCE = {
  changes: { profitMargin: -0.1, returnRate: 0 },
  growth: { revenue: 0.25, profit: -2, unitsSold: 0, averageSellingPrice: 0, orders: null, returnsValue: -1.5 },
};
const PRODUCT: Product = {
  ...VALUES,
  product: "<img src=x onerror=alert(1)>",
  rank: 2,
  abcClass: "A",
  share: 0.217,
  growthRate: 0.25,
  averageSellingPriceChange: 1,
  firstSale: "2022-12-01T08:00:00+03:00",
  lastSale: "2024-12-31T23:30:00+03:00",
  categories: [{ productLine: "Building", itemGroup: null }],
  returns: { returnsValue: -10, unitsReturned: 1, returnRate: 0.1, returnShare: 0.5 },
  comparisons: [{ kind: "PREVIOUS_PERIOD", start: "", end: "", values: THEN, ...SINCE }],
};

const changes = (product: Product) =>
  Object.fromEntries(productFigures(product, []).map(({ field, change }) => [field, [change?.value, change?.kind]]));

test("each figure changes by growth, a ratio by points", () => {
  const found = changes(PRODUCT);
  expect(found.revenue).toEqual([0.25, "growth"]);
  expect(found.profit).toEqual([-2, "growth"]);
  expect(found.profitMargin).toEqual([-0.1, "points"]);
  expect(found.returnsValue).toEqual([-1.5, "growth"]);
  expect(found.orders).toEqual([null, "growth"]);
});

test("a figure that is null says why and has no change", () => {
  const nulls = [
    { field: "profit", code: "MEASURE_NOT_LOADED" },
    { field: "growthRate", code: "NO_BASE" },
  ];
  const figures = productFigures({ ...PRODUCT, profit: null, comparisons: [] }, nulls);
  expect(figures.find(({ field }) => field === "profit")).toMatchObject({
    value: null,
    reason: "MEASURE_NOT_LOADED",
    change: { value: null, reason: "NO_BASE" },
  });
});

test("the place in words; what is not known is left out", () => {
  expect(placeOf(PRODUCT, "Africa/Nairobi")).toBe(
    "Class A · number 2 by net revenue · 21.7 % of it · Building · sold since 1 Dec 2022 · last on 31 Dec 2024",
  );
  const bare = { ...PRODUCT, abcClass: null, rank: null, share: null, categories: [], firstSale: null, lastSale: null };
  expect(placeOf(bare, "Africa/Nairobi")).toBe("");
});

test("a product that only came back is not empty", () => {
  const nothing = { ...PRODUCT, orders: 0, revenue: 0, unitsSold: 0 };
  expect(isEmptyProduct(nothing)).toBe(true);
  expect(isEmptyProduct({ ...nothing, revenue: -10 })).toBe(false);
});
