import { expect, test } from "vitest";
import { addsUp, driverRows, driversTwin, isEmptyDrivers } from "./data";

const DRIVERS = {
  ...{ metric: "PROFIT", dimension: "branch", change: 0.3, now: 1, then: 0.7 },
  parts: [
    { kind: "PRICE", value: 0.1 },
    { kind: "NEW", value: 0 },
    { kind: "COST", value: 0.2 },
  ],
  members: [],
  beyond: { members: 0, value: 0 },
  reversals: [],
};

test("parts that are exactly nothing are left out, unless all are", () => {
  expect(driverRows(DRIVERS).map(({ label }) => label)).toEqual(["Price", "Cost"]);
  expect(driverRows({ ...DRIVERS, parts: [{ kind: "NEW", value: 0 }] })).toHaveLength(1);
  expect(driverRows({ ...DRIVERS, parts: [{ kind: "WHAT_IS_NEW", value: null }] })[0]?.label).toBe("WHAT_IS_NEW");
});

test("tenths add up although floats do not; a ten-thousandth is missed", () => {
  expect(addsUp(DRIVERS)).toBe(true);
  expect(addsUp({ ...DRIVERS, change: 0.3001 })).toBe(false);
  expect(addsUp({ ...DRIVERS, change: null })).toBe(true);
});

test("no change known is nothing to show; the table twin ends with the change", () => {
  expect(isEmptyDrivers({ ...DRIVERS, change: null })).toBe(true);
  expect(driversTwin(DRIVERS).rows.at(-1)).toEqual(["All together", 0.3]);
});
