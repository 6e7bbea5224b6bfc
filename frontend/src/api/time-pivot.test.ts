import { expect, test } from "vitest";
import { isCut, timePivot } from "./time-pivot";

const bucket = (start: string, label: string) => ({
  name: `grossProfit[time="${start}"]`,
  label: `${label}, Profit`,
  kind: "measure",
  members: { time: start },
});
const COLUMNS = [
  { name: "salesperson", label: "Salesperson", kind: "dimension", members: null },
  bucket("2024-11-01T00:00:00+03:00", "Nov 2024"),
  bucket("2024-12-01T00:00:00+03:00", "Dec 2024"),
  { name: "grossProfit", label: "Profit", kind: "measure", members: null },
];

test("each row is a line over the API's own labels; the column of the whole is no bucket", () => {
  const rows = [
    ["Ann", 1.5, -2, -0.5],
    [null, 0, null, 0],
    ["<img src=x onerror=alert(1)>", 3, 4, 7],
  ];
  expect(timePivot({ columns: COLUMNS, rows })).toEqual({
    starts: ["2024-11-01T00:00:00+03:00", "2024-12-01T00:00:00+03:00"],
    labels: ["Nov 2024", "Dec 2024"],
    lines: [
      { member: "Ann", values: [1.5, -2] },
      { member: null, values: [0, null] },
      { member: "<img src=x onerror=alert(1)>", values: [3, 4] },
    ],
  });
});

test.each([null, {}, "rows", [null], [[]]])("rows that are no table give no numbers: %j", (rows) => {
  const pivot = timePivot({ columns: COLUMNS, rows });
  expect(pivot.lines.flatMap(({ values }) => values).every((value) => value === null)).toBe(true);
});

const PERIOD = { start: "2024-12-01T00:00:00+03:00", end: "2024-12-19T00:00:00+03:00" };

test.each([
  ["2024-12-18T00:00:00+03:00", "DAY", false],
  ["2024-12-09T00:00:00+03:00", "WEEK", false],
  ["2024-12-16T00:00:00+03:00", "WEEK", true],
  ["2024-11-25T00:00:00+03:00", "WEEK", true],
  ["2024-12-01T00:00:00+03:00", "MONTH", true],
  ["2024-12-01T00:00:00+03:00", "YEAR", true],
  ["2024-12-18T14:00:00+03:00", "HOUR", false],
])("the bucket of %s by %s is cut by 1-18 December: %s", (start, grain, cut) => {
  expect(isCut(start, grain, PERIOD)).toBe(cut);
  expect(isCut(start, grain, null)).toBe(false);
});
