/** Periods as the days that they mean for the loaded data, their names, and the steps between them. Pure. */
import { addDays, dayCount, twelveMonths, unitOf, type Conventions, type Days, type Unit } from "./calendar";
import type { Comparison, Period, View } from "./view";

/** What days of a period depend on. */
export interface Loaded extends Conventions {
  /** Local day of the newest sale, which periods end with. */
  readonly anchor: string;
  readonly first: string;
  readonly last: string;
}

/** The first day while the loaded range is not known: nothing is refused, and no day of it is shown. */
export const UNKNOWN_FIRST = "1990-01-01";

export const PERIOD_NAMES: readonly (readonly [Exclude<Period, "CUSTOM">, string])[] = [
  ["TODAY", "Newest day"],
  ["WEEK", "Week to date"],
  ["MONTH", "Month to date"],
  ["QUARTER", "Quarter to date"],
  ["YEAR", "Year to date"],
  ["LAST_7_DAYS", "Last 7 days"],
  ["LAST_30_DAYS", "Last 30 days"],
  ["LAST_90_DAYS", "Last 90 days"],
  ["LAST_12_MONTHS", "Last 12 months"],
  ["ALL", "All data"],
];

export const COMPARISON_NAMES: readonly (readonly [Comparison, string])[] = [
  ["PREVIOUS_PERIOD", "Previous period"],
  ["PREVIOUS_YEAR", "Previous year"],
  ["SAME_WEEKDAYS_LAST_YEAR", "Same weekdays last year"],
  ["CUSTOM", "Custom dates"],
];

const UNITS: Partial<Record<Period, Unit>> = {
  TODAY: "DAY",
  WEEK: "WEEK",
  MONTH: "MONTH",
  QUARTER: "QUARTER",
  YEAR: "YEAR",
};
const ROLLING: Partial<Record<Period, number>> = { LAST_7_DAYS: 7, LAST_30_DAYS: 30, LAST_90_DAYS: 90 };

type Window = Pick<View, "period" | "from" | "to">;

export function periodName(period: Period): string {
  return PERIOD_NAMES.find(([known]) => known === period)?.[1] ?? "Custom dates";
}

/** The days that a period means for this data. */
export function daysOf({ period, from, to }: Window, loaded: Loaded): Days {
  const { anchor } = loaded;
  if (from !== null && to !== null) return { from, to };
  const unit = UNITS[period];
  if (unit) return { from: unitOf(anchor, unit, loaded).from, to: anchor };
  if (period === "LAST_12_MONTHS") return twelveMonths(anchor);
  const count = ROLLING[period];
  return count === undefined
    ? { from: loaded.first, to: loaded.last }
    : { from: addDays(anchor, 1 - count), to: anchor };
}

/** How much of a running calendar period has passed: null when it is whole or not of the calendar. */
export function soFar({ period }: Window, loaded: Loaded): { readonly passed: number; readonly all: number } | null {
  const unit = UNITS[period];
  if (unit === undefined) return null;
  const whole = unitOf(loaded.anchor, unit, loaded);
  const [passed, all] = [dayCount({ from: whole.from, to: loaded.anchor }), dayCount(whole)];
  return passed === all ? null : { passed, all };
}

/** The window one step earlier (-1) or later (+1); null where nothing is loaded. */
export function stepped(view: Window, direction: 1 | -1, loaded: Loaded): Window | null {
  if (view.period === "ALL") return null;
  const days = daysOf(view, loaded);
  const unit = UNITS[view.period] ?? wholeUnit(days, loaded);
  const next = unit ? besideUnit(days, unit, direction, loaded) : besideDays(days, direction);
  if (next.to < loaded.first || next.from > loaded.last) return null;
  return named(next, loaded);
}

/** Days as the period of that name when they are one, as custom dates else. */
export function named(days: Days, loaded: Loaded): Window {
  const known = PERIOD_NAMES.find(([period]) => {
    const its = daysOf({ period, from: null, to: null }, loaded);
    return UNITS[period] !== undefined && its.from === days.from && its.to === days.to;
  });
  return known ? { period: known[0], from: null, to: null } : { period: "CUSTOM", ...days };
}

/** The calendar unit that some days are exactly, or all of that is loaded. */
function wholeUnit(days: Days, loaded: Loaded): Unit | null {
  const units: readonly Unit[] = ["DAY", "WEEK", "MONTH", "QUARTER", "YEAR"];
  return (
    units.find((unit) => {
      const { from, to } = unitOf(days.from, unit, loaded);
      return from === days.from && (to === days.to || (days.to === loaded.anchor && days.to < to));
    }) ?? null
  );
}

function besideUnit({ from }: Days, unit: Unit, direction: 1 | -1, loaded: Loaded): Days {
  const here = unitOf(from, unit, loaded);
  const there = unitOf(addDays(direction < 0 ? here.from : here.to, direction), unit, loaded);
  return there.from <= loaded.anchor && there.to > loaded.anchor ? { from: there.from, to: loaded.anchor } : there;
}

function besideDays(days: Days, direction: 1 | -1): Days {
  const count = dayCount(days) * direction;
  return { from: addDays(days.from, count), to: addDays(days.to, count) };
}
