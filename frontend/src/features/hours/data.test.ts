import { expect, test } from "vitest";
import { businessHours, clock, HOURS, isEmptyWeek, weekOf } from "./data";

const cell = (weekday: number, hour: number, value: number | null, days = 4) => ({
  weekday,
  hour,
  value,
  days,
  comparisons: [{ kind: "PREVIOUS_PERIOD", value: 3 }],
  nulls: [],
});

test("seven days of 24 hours, whatever the answer holds; the week begins where the business begins it", () => {
  const week = weekOf([cell(1, 9, 12), cell(7, 23, -4)], 7);
  expect(week.map(({ name }) => name)).toEqual([
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
  ]);
  expect(week.every(({ cells }) => cells.length === HOURS.length)).toBe(true);
  expect(week[1]?.cells[9]).toEqual({ value: 12, then: 3, days: 4 });
  expect(week[0]?.cells[23]?.value).toBe(-4);
  expect(week[0]?.cells[0]).toBeNull();
});

test("nothing sold is zero, a weekday that was never loaded has no value", () => {
  const week = weekOf([cell(2, 8, 0), cell(3, 8, 0, 0), { ...cell(4, 8, null), comparisons: [] }]);
  expect(week[1]?.cells[8]?.value).toBe(0);
  expect(week[2]?.cells[8]).toEqual({ value: null, then: 3, days: 0 });
  expect(week[3]?.cells[8]).toEqual({ value: null, then: null, days: 4 });
});

test("business hours are those that sold", () => {
  expect(businessHours([cell(1, 7, 0), cell(1, 8, 5), cell(6, 19, -2), cell(2, 22, null)])).toEqual({
    first: 8,
    last: 19,
  });
  expect(businessHours([])).toEqual({ first: 0, last: 23 });
  expect(isEmptyWeek([cell(1, 7, 0), cell(1, 8, null)])).toBe(true);
  expect(isEmptyWeek([cell(1, 7, -1)])).toBe(false);
  expect(clock(7)).toBe("07:00");
});
