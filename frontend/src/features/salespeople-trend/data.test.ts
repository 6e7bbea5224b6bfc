import { expect, test } from "vitest";
import { courses, isEmptyCourse } from "./data";

const COLUMNS = [
  { name: "salesperson", label: "Salesperson", kind: "dimension", members: null },
  { name: "a", label: "Nov 2024, Profit", kind: "measure", members: { time: "2024-11-01T00:00:00+03:00" } },
  { name: "b", label: "Dec 2024, Profit", kind: "measure", members: { time: "2024-12-01T00:00:00+03:00" } },
  { name: "grossProfit", label: "Profit", kind: "measure", members: null },
];
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
  expect(courses(table, PERIOD)).toEqual([
    {
      name: "Ann",
      points: [
        { label: "Nov 2024", value: -5, status: "COMPLETE", timestamp: "2024-11-01T00:00:00+03:00" },
        { label: "Dec 2024", value: 7, status: "PARTIAL", timestamp: "2024-12-01T00:00:00+03:00" },
      ],
    },
    {
      name: "No salesperson named",
      points: [
        { label: "Nov 2024", value: null, status: "COMPLETE", timestamp: "2024-11-01T00:00:00+03:00" },
        { label: "Dec 2024", value: 0, status: "PARTIAL", timestamp: "2024-12-01T00:00:00+03:00" },
      ],
    },
  ]);
});

test("nothing sold is a line at zero, no value at all is empty", () => {
  expect(isEmptyCourse({ columns: COLUMNS, rows: [["Ann", 0, 0, 0]] })).toBe(false);
  expect(isEmptyCourse({ columns: COLUMNS, rows: [["Ann", null, null, null]] })).toBe(true);
  expect(isEmptyCourse({ columns: COLUMNS, rows: [] })).toBe(true);
});
