import { describe, expect, test } from "vitest";
import { addDays, dayCount, unitOf } from "./calendar";
import { daysOf, named, PERIOD_NAMES, soFar, stepped, type Loaded } from "./periods";
import type { Period } from "./view";

const LOADED: Loaded = {
  anchor: "2024-12-18",
  first: "2022-12-01",
  last: "2024-12-18",
  weekStart: 1,
  fiscalYearStart: 1,
};
const of = (period: Period) => ({ period, from: null, to: null });

test.each([
  ["TODAY", "2024-12-18", "2024-12-18"],
  ["WEEK", "2024-12-16", "2024-12-18"],
  ["MONTH", "2024-12-01", "2024-12-18"],
  ["QUARTER", "2024-10-01", "2024-12-18"],
  ["YEAR", "2024-01-01", "2024-12-18"],
  ["LAST_7_DAYS", "2024-12-12", "2024-12-18"],
  ["LAST_30_DAYS", "2024-11-19", "2024-12-18"],
  ["LAST_90_DAYS", "2024-09-20", "2024-12-18"],
  ["LAST_12_MONTHS", "2024-01-01", "2024-12-18"],
  ["ALL", "2022-12-01", "2024-12-18"],
] as const)("%s is %s to %s", (period, from, to) => {
  expect(daysOf(of(period), LOADED)).toEqual({ from, to });
});

test("a fiscal year from July moves quarters and years, weeks may begin on Sunday", () => {
  const conventions = { weekStart: 7, fiscalYearStart: 7 };
  expect(unitOf("2024-12-18", "YEAR", conventions)).toEqual({ from: "2024-07-01", to: "2025-06-30" });
  expect(unitOf("2024-08-05", "QUARTER", conventions)).toEqual({ from: "2024-07-01", to: "2024-09-30" });
  expect(unitOf("2024-03-05", "YEAR", conventions)).toEqual({ from: "2023-07-01", to: "2024-06-30" });
  expect(unitOf("2024-12-18", "WEEK", conventions)).toEqual({ from: "2024-12-15", to: "2024-12-21" });
});

test("a fiscal year from February has its quarters from February", () => {
  expect(unitOf("2024-01-15", "QUARTER", { weekStart: 1, fiscalYearStart: 2 })).toEqual({
    from: "2023-11-01",
    to: "2024-01-31",
  });
});

describe("so far", () => {
  test("says how much of a running period has passed", () => {
    expect(soFar(of("MONTH"), LOADED)).toEqual({ passed: 18, all: 31 });
  });
  test("is nothing for a whole or a rolling period", () => {
    expect(soFar(of("MONTH"), { ...LOADED, anchor: "2024-12-31" })).toBeNull();
    expect(soFar(of("LAST_7_DAYS"), LOADED)).toBeNull();
  });
});

describe("a step", () => {
  test("back from a running month is the whole month before, and forward again the running one", () => {
    const before = stepped(of("MONTH"), -1, LOADED);
    expect(before).toEqual({ period: "CUSTOM", from: "2024-11-01", to: "2024-11-30" });
    expect(before && stepped(before, 1, LOADED)).toEqual(of("MONTH"));
  });
  test("goes by the unit that custom dates are", () => {
    const march = { period: "CUSTOM", from: "2024-03-01", to: "2024-03-31" } as const;
    expect(stepped(march, -1, LOADED)).toMatchObject({ from: "2024-02-01", to: "2024-02-29" });
  });
  test("goes by the length of any other dates", () => {
    const some = { period: "CUSTOM", from: "2024-03-05", to: "2024-03-14" } as const;
    expect(stepped(some, 1, LOADED)).toMatchObject({ from: "2024-03-15", to: "2024-03-24" });
  });
  test("ends where nothing is loaded", () => {
    expect(stepped(of("MONTH"), 1, LOADED)).toBeNull();
    expect(stepped({ period: "CUSTOM", from: "2022-12-01", to: "2022-12-31" }, -1, LOADED)).toBeNull();
    expect(stepped(of("ALL"), -1, LOADED)).toBeNull();
  });
  test("there and back is where it began, for every named period", () => {
    for (const [period] of PERIOD_NAMES) {
      const before = stepped(of(period), -1, LOADED);
      if (before === null) continue;
      const back = stepped(before, 1, LOADED);
      expect(back && daysOf(back, LOADED), period).toEqual(daysOf(of(period), LOADED));
    }
  });
});

test("dates that are a named period take its name", () => {
  expect(named({ from: "2024-10-01", to: "2024-12-18" }, LOADED)).toEqual(of("QUARTER"));
  expect(named({ from: "2024-10-02", to: "2024-12-18" }, LOADED).period).toBe("CUSTOM");
});

test("days cross months, leap days and years", () => {
  expect(addDays("2024-02-28", 1)).toBe("2024-02-29");
  expect(addDays("2024-01-01", -1)).toBe("2023-12-31");
  expect(dayCount({ from: "2024-01-01", to: "2024-12-31" })).toBe(366);
});
