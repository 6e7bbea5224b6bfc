/** The answer of `hourlySales` as a table of seven days by 24 hours. Pure. */
import type { HoursFragment } from "../../api/gen/operations";
import { WEEKDAYS } from "../../words";

/** Key of the address that the page declares. */
export const HOURS_OF = "hours";

type Row = NonNullable<HoursFragment["hourlySales"]["data"]>[number];

export interface HourCell {
  readonly value: number | null;
  readonly then: number | null;
  /** Loaded days of that weekday in the window; none: the cell was never loaded. */
  readonly days: number;
}

export interface WeekdayRow {
  /** 1 is Monday. */
  readonly weekday: number;
  readonly name: string;
  readonly cells: readonly (HourCell | null)[];
}

export const HOURS: readonly number[] = Array.from({ length: 24 }, (_, hour) => hour);

/** Always seven rows of 24 cells, the first day of the week first; null where the answer has no such cell. */
export function weekOf(rows: readonly Row[], weekStart = 1): WeekdayRow[] {
  const cells = new Map(rows.map((row) => [`${row.weekday} ${row.hour}`, row]));
  return WEEKDAYS.map((_, index) => {
    const weekday = ((weekStart - 1 + index) % 7) + 1;
    return {
      weekday,
      name: WEEKDAYS[weekday - 1] ?? "",
      cells: HOURS.map((hour) => cellOf(cells.get(`${weekday} ${hour}`))),
    };
  });
}

/** The hours between the first and the last that sold anything; all of them when none did. */
export function businessHours(rows: readonly Row[]): { readonly first: number; readonly last: number } {
  const sold = rows.flatMap(({ hour, value }) => (value ? [hour] : []));
  return sold.length === 0 ? { first: 0, last: 23 } : { first: Math.min(...sold), last: Math.max(...sold) };
}

export function isEmptyWeek(rows: readonly Row[]): boolean {
  return rows.every(({ value }) => !value);
}

/** `14:00` */
export const clock = (hour: number): string => `${String(hour).padStart(2, "0")}:00`;

function cellOf(row: Row | undefined): HourCell | null {
  if (row === undefined) return null;
  const { days } = row;
  return { value: days === 0 ? null : row.value, then: row.comparisons[0]?.value ?? null, days };
}
