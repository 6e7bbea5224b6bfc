import { expect, test } from "vitest";
import { addsUp, driverDimension, driverMetric, driverPart, effectSteps, rowsTotal, type Drivers } from "./data";

const DRIVERS: Drivers = {
  ...{ metric: "PROFIT", dimension: "salesperson", part: null, change: 0.3, now: 1, then: 0.7, reversals: [] },
  parts: [
    { kind: "PRICE", value: 0.1 },
    { kind: "LOST", value: 0 },
    { kind: "NEW", value: 0.2 },
  ],
  members: [{ kind: "NEW", member: "<img onerror>", value: 0.1, now: 0.1, then: null }],
  beyond: { members: 3, value: 0.2 },
};

test("both splits add up, and a ten-thousandth missing in either is seen", () => {
  expect(addsUp(DRIVERS)).toBe(true);
  expect(addsUp({ ...DRIVERS, beyond: { members: 3, value: 0.2001 } })).toBe(false);
  expect(addsUp({ ...DRIVERS, parts: [{ kind: "PRICE", value: 0.29 }] })).toBe(false);
  expect(addsUp({ ...DRIVERS, beyond: { members: 3, value: null } })).toBe(true);
  expect(addsUp({ ...DRIVERS, change: null })).toBe(true);
});

test("the rows of a part add up to it alone", () => {
  const price: Drivers = { ...DRIVERS, part: "PRICE", beyond: { members: 0, value: 0 } };
  expect([rowsTotal(DRIVERS), rowsTotal(price), addsUp(price)]).toEqual([0.3, 0.1, true]);
  expect(addsUp({ ...price, beyond: { members: 1, value: 0.2 } })).toBe(false);
  expect(addsUp({ ...price, part: "COST" })).toBe(false);
});

test("a part that the metric does not have is all of the change", () => {
  expect([driverPart("price", "PROFIT"), driverPart("price", "UNITS"), driverPart("kept", "UNITS")]).toEqual([
    ...["PRICE", null, "KEPT"],
  ]);
  expect([driverPart("cost", "REVENUE"), driverPart("x", "PROFIT"), driverPart(undefined, "PROFIT")]).toEqual([
    ...[null, null, null],
  ]);
});

test("from then over what moved to now", () => {
  expect(effectSteps(DRIVERS).map(({ label, kind, value }) => [label, kind, value])).toEqual([
    ["Then", "total", 0.7],
    ["Price", "change", 0.1],
    ["New salespeople", "change", 0.2],
    ["Now", "total", 1],
  ]);
});

test("what the address does not know is profit by the usual dimension", () => {
  expect([driverMetric("units"), driverMetric("x"), driverMetric(undefined)]).toEqual(["UNITS", "PROFIT", "PROFIT"]);
  expect([driverDimension("productLine", "branch"), driverDimension("x", "product")]).toEqual([
    "productLine",
    "product",
  ]);
});
