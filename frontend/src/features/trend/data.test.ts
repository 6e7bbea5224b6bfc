import { expect, test } from "vitest";
import { isEmptyTrend, rows, sentence } from "./data";

const point = (label: string, value: number | null, status = "COMPLETE", then: number | null = null) => ({
  timestamp: label,
  label,
  value,
  status,
  comparisons: [{ label: `before ${label}`, value: then }],
});

test("zero, null and not loaded stay three things", () => {
  const points = [
    point("1 Dec", 0),
    point("2 Dec", null),
    point("3 Dec", 7, "NOT_LOADED"),
    point("4 Dec", 5, "PARTIAL", 9),
  ];
  expect(rows({ points })).toEqual([
    { label: "1 Dec", now: 0, then: null, isPartial: false },
    { label: "2 Dec", now: null, then: null, isPartial: false },
    { label: "3 Dec", now: null, then: null, isPartial: false },
    { label: "4 Dec", now: 5, then: 9, isPartial: true },
  ]);
});

test("no comparison is no value then", () => {
  expect(rows({ points: [{ ...point("1 Dec", 1), comparisons: [] }] })[0]?.then).toBeNull();
});

test("a line of zeros is not empty, one of gaps is", () => {
  expect(isEmptyTrend({ points: [point("1 Dec", 0)] })).toBe(false);
  expect(isEmptyTrend({ points: [point("1 Dec", null), point("2 Dec", 3, "NOT_LOADED")] })).toBe(true);
  expect(isEmptyTrend({ points: [] })).toBe(true);
});

test("the sentence names the ends and the extremes", () => {
  const line = rows({ points: [point("1 Dec", 5), point("2 Dec", -2), point("3 Dec", null), point("4 Dec", 9)] });
  expect(sentence(line, String)).toBe("Net revenue from 1 Dec to 4 Dec: highest 9 on 4 Dec, lowest -2 on 2 Dec.");
  expect(sentence([], String)).toBe("No values in this period.");
});
