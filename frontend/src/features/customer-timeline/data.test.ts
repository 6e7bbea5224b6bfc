import { expect, test } from "vitest";
import { isEmptyTimeline, keyed, monthPoints, type Line } from "./data";

const month = (name: string, revenue: number | null, status = "COMPLETE") => ({
  month: name,
  status,
  running: status === "PARTIAL",
  revenue,
  orders: 1,
  purchases: 1,
});

test("months are bars with their own status; a loss is below zero, none is a gap", () => {
  const months = [month("2024-01", -5), month("2024-09", null, "NOT_LOADED"), month("2024-12", 0, "PARTIAL")];
  expect(monthPoints({ months })).toEqual([
    { label: "Jan 2024", value: -5, status: "COMPLETE", running: false },
    { label: "Sep 2024", value: null, status: "NOT_LOADED", running: false },
    { label: "Dec 2024", value: 0, status: "PARTIAL", running: true },
  ]);
});

test("a month of zero is something, months that were never loaded are nothing", () => {
  expect(isEmptyTimeline({ months: [month("2024-01", 0)] })).toBe(false);
  expect(isEmptyTimeline({ months: [month("2024-01", null, "NOT_LOADED")] })).toBe(true);
  expect(isEmptyTimeline({ months: [] })).toBe(true);
});

test("equal lines are two lines", () => {
  const line = { time: "2024-12-31T08:47:12+03:00", product: "<b>" } as Line;
  expect(new Set(keyed([line, line]).map(({ key }) => key)).size).toBe(2);
});
