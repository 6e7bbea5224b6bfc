import { expect, test } from "vitest";
import { drivers, isEmptyChange, walk } from "./data";

const DATA = {
  metric: "PROFIT",
  dimension: "productLine",
  now: 70,
  then: 100,
  change: -30,
  parts: [
    { kind: "NEW", value: 0 },
    { kind: "PRICE", value: -40.5 },
    { kind: "VOLUME", value: 10.5 },
    { kind: "SOMETHING", value: 0 },
    { kind: "OTHER", value: null },
  ],
  members: [],
  beyond: { members: 0, value: 0 },
};

test("parts keep the API's order and sign; what moved nothing is left out", () => {
  expect(drivers(DATA)).toEqual([
    { kind: "PRICE", label: "Price", value: -40.5 },
    { kind: "VOLUME", label: "Volume", value: 10.5 },
  ]);
  expect(drivers({ ...DATA, parts: [{ kind: "SOMETHING", value: 2 }] })[0]?.label).toBe("SOMETHING");
});

test("a change needs both sides", () => {
  expect(walk(DATA)).toMatchObject({ then: 100, now: 70, change: -30 });
  expect(isEmptyChange({ ...DATA, then: null, change: null })).toBe(true);
  expect(isEmptyChange({ ...DATA, now: 0, then: 0, change: 0 })).toBe(false);
});
