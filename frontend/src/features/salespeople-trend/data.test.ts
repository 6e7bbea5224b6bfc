import { expect, test } from "vitest";
import { courses, isEmptyCourse } from "./data";

const COLUMNS = [
  { name: "salesperson", label: "Salesperson", kind: "dimension", members: null },
  { name: "a", label: "Nov 2024, Profit", kind: "measure", members: { time: "2024-11-01T00:00:00+03:00" } },
  { name: "b", label: "Dec 2024, Profit", kind: "measure", members: { time: "2024-12-01T00:00:00+03:00" } },
  { name: "grossProfit", label: "Profit", kind: "measure", members: null },
];
const [NOV, DEC] = ["2024-11-01T00:00:00+03:00", "2024-12-01T00:00:00+03:00"];
const PERIOD = {
  start: "2024-11-01T00:00:00+03:00",
  end: "2024-12-19T00:00:00+03:00",
  grain: "MONTH",
  timezone: "Africa/Nairobi",
};

test("a line a person; the month that is not over is so far, a missing value a gap, a loss below zero", () => {
  const table = {
    columns: COLUMNS,
    rows: [
      ["Ann", -5, 7, 2],
      [null, null, 0, 0],
    ],
  };
  expect(courses(table, { period: PERIOD, asOf: "2024-12-18T17:56:28+03:00" })).toEqual([
    {
      name: "Ann",
      points: [
        { label: "Nov 2024", value: -5, status: "COMPLETE", running: false, timestamp: NOV },
        { label: "Dec 2024", value: 7, status: "PARTIAL", running: true, timestamp: DEC },
      ],
    },
    {
      name: "No salesperson named",
      points: [
        { label: "Nov 2024", value: null, status: "COMPLETE", running: false, timestamp: NOV },
        { label: "Dec 2024", value: 0, status: "PARTIAL", running: true, timestamp: DEC },
      ],
    },
  ]);
});

test("a window of other days cuts its last month, which is over", () => {
  const told = { period: PERIOD, asOf: "2025-03-31T17:56:28+03:00" };
  const [line] = courses({ columns: COLUMNS, rows: [["Ann", -5, 7, 2]] }, told);
  expect(line?.points.map(({ status, running }) => [status, running])).toEqual([
    ["COMPLETE", false],
    ["PARTIAL", false],
  ]);
});

test("nothing sold is a line at zero, no value at all is empty", () => {
  expect(isEmptyCourse({ columns: COLUMNS, rows: [["Ann", 0, 0, 0]] })).toBe(false);
  expect(isEmptyCourse({ columns: COLUMNS, rows: [["Ann", null, null, null]] })).toBe(true);
  expect(isEmptyCourse({ columns: COLUMNS, rows: [] })).toBe(true);
});
