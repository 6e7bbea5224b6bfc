import { expect, test } from "vitest";
import { boardRows, isLoaded } from "./data";

const row = (salesperson: string | null, profit: number | null = 1) => ({
  rank: 1,
  rankChange: null,
  salesperson,
  profit,
  revenue: 0,
  profitMargin: null,
  growthRate: null,
  unitsSold: 0,
  orders: 0,
  averageOrderValue: null,
  returnRate: null,
  share: null,
  commission: null,
  quotaAttainment: null,
  nulls: [{ field: "growthRate", code: "ZERO_BASE" }],
});
const SPARKS = {
  columns: [
    { name: "salesperson", label: "Salesperson", kind: "dimension", members: null },
    { name: "a", label: "Nov 2024, Profit", kind: "measure", members: { time: "2024-11-01T00:00:00+03:00" } },
    { name: "b", label: "Dec 2024, Profit", kind: "measure", members: { time: "2024-12-01T00:00:00+03:00" } },
  ],
  rows: [
    ["<img src=x onerror=alert(1)>", -1, 2],
    [null, 0, null],
  ],
};

test("rows stay in the API's order and carry their own months", () => {
  const rows = boardRows([row("Ann"), row("<img src=x onerror=alert(1)>", -3), row(null)], SPARKS);
  expect(rows.map(({ salesperson }) => salesperson)).toEqual(["Ann", "<img src=x onerror=alert(1)>", null]);
  expect(rows.map(({ spark }) => spark)).toEqual([null, [-1, 2], [0, null]]);
  expect(boardRows([row("Ann")], null)[0]?.spark).toBeNull();
  expect(boardRows([], SPARKS)).toEqual([]);
});

test("commission is a column only when rates are loaded", () => {
  expect(isLoaded([{ field: "commission", code: "RATES_NOT_LOADED" }], "commission")).toBe(false);
  expect(isLoaded([{ field: "commission", code: "NO_RATE" }], "commission")).toBe(true);
  expect(isLoaded([], "commission")).toBe(true);
});
