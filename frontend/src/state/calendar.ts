/** Arithmetic on local days (`2024-12-31`), free of any clock: the rules by which the API resolves its periods. */

export type Unit = "DAY" | "WEEK" | "MONTH" | "QUARTER" | "YEAR";

/** First and last day, both included. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** When weeks (1 Monday to 7 Sunday) and fiscal years (month 1 to 12) of the business begin. */
export interface Conventions {
  readonly weekStart: number;
  readonly fiscalYearStart: number;
}

const DAY_MS = 86_400_000;
const atNoon = (day: string): Date => new Date(`${day}T12:00:00Z`);
const text = (date: Date): string => date.toISOString().slice(0, 10);

export function addDays(day: string, count: number): string {
  return text(new Date(atNoon(day).getTime() + count * DAY_MS));
}

export function dayCount({ from, to }: Days): number {
  return Math.round((atNoon(to).getTime() - atNoon(from).getTime()) / DAY_MS) + 1;
}

/** The unit around a day: quarters and years are those of the fiscal year. */
export function unitOf(day: string, unit: Unit, { weekStart, fiscalYearStart }: Conventions): Days {
  if (unit === "DAY") return { from: day, to: day };
  const date = atNoon(day);
  if (unit === "WEEK") {
    const from = addDays(day, -((date.getUTCDay() - (weekStart % 7) + 7) % 7));
    return { from, to: addDays(from, 6) };
  }
  const months = { MONTH: 1, QUARTER: 3, YEAR: 12 }[unit];
  const into = (date.getUTCMonth() + 12 - (fiscalYearStart - 1)) % months;
  const from = firstOfMonth(date, -into);
  return { from, to: addDays(firstOfMonth(date, months - into), -1) };
}

/** The day of the first of a month, counted from the month of `date`. */
function firstOfMonth(date: Date, months: number): string {
  return text(new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1, 12)));
}

/** First of the month eleven months before, to the day itself. */
export function twelveMonths(day: string): Days {
  return { from: firstOfMonth(atNoon(day), -11), to: day };
}
