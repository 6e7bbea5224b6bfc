import { expect, test } from "vitest";
import { isEmptyPrices, priceGrain, pricePoints, totalOf } from "./data";

const column = (name: string) => ({ name, label: name, kind: "measure", unit: "money" });
const COLUMNS = [column("time"), column("averageSellingPrice"), column("unitsSold")];
const WINDOW = {
  start: "2024-12-01T00:00:00+03:00",
  end: "2025-01-01T00:00:00+03:00",
  grain: "WEEK",
  timezone: "Africa/Nairobi",
};

test("a bucket without a price is no point, one that is cut says so", () => {
  const rows = [
    ["2024-12-01T00:00:00+03:00", 768.5, 291],
    ["2024-12-02T00:00:00+03:00", null, 0],
    ["2024-12-09T00:00:00+03:00", 766, 5199],
    ["2024-12-30T00:00:00+03:00", 770, -3],
  ];
  expect(pricePoints({ columns: COLUMNS, rows }, WINDOW)).toEqual([
    { name: "week of 1 Dec 2024", price: 768.5, units: 291 },
    { name: "week of 9 Dec 2024", price: 766, units: 5199 },
    { name: "week of 30 Dec 2024 (a part of it)", price: 770, units: -3 },
  ]);
});

test("days are told by their date alone", () => {
  const rows = [["2024-12-01T00:00:00+03:00", 1, 2]];
  expect(pricePoints({ columns: COLUMNS, rows }, { ...WINDOW, grain: "DAY" })[0]?.name).toBe("1 Dec 2024");
});

test("one point says nothing, and neither does no table", () => {
  expect(isEmptyPrices({ columns: COLUMNS, rows: [["2024-12-01T00:00:00+03:00", 1, 2]] })).toBe(true);
  expect(isEmptyPrices({ columns: [], rows: null })).toBe(true);
});

test("the buckets fit the window", () => {
  const of = (period: "MONTH" | "YEAR" | "ALL") => priceGrain({ period, from: null, to: null, grain: null });
  expect([of("MONTH"), of("YEAR"), of("ALL")]).toEqual(["DAY", "WEEK", "MONTH"]);
  const custom = (from: string, to: string) => priceGrain({ period: "CUSTOM", from, to, grain: null });
  expect(custom("2024-01-01", "2024-03-31")).toBe("DAY");
  expect(custom("2024-01-01", "2024-12-31")).toBe("WEEK");
  expect(custom("2022-01-01", "2024-12-31")).toBe("MONTH");
  expect(priceGrain({ period: "MONTH", from: null, to: null, grain: "QUARTER" })).toBe("QUARTER");
});

test("the totals are the answer's", () => {
  expect(totalOf({ unitsSold: 5 }, "unitsSold")).toBe(5);
  expect(totalOf({ unitsSold: null }, "unitsSold")).toBeNull();
  expect(totalOf(null, "unitsSold")).toBeNull();
});
