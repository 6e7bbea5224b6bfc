/** Which days of a comparison stand beside a bucket of now: buckets are compared by their place in the window. Pure. */
import { date, windowOf } from "../../format";
import { addDays, dayCount } from "../../state/calendar";

interface Window {
  readonly start: string;
  readonly end: string;
}

interface Now {
  readonly period: (Window & { readonly timezone: string }) | null;
  readonly grain: string | null;
}

/** `Jan 2023` beside January 2024 of a year; the whole window for what is of the whole window. */
export function thenWords(then: Window, time: string | null, { period, grain }: Now): string {
  const window = windowOf(then.start, then.end, period?.timezone ?? "UTC");
  if (time === null || period === null) return window;
  if (grain === "month") return monthBeside(then, monthOf(time) - monthOf(period.start));
  if (grain === "day") return dayBeside(then, dayCount({ from: localDay(period.start), to: localDay(time) }) - 1);
  return `same place in ${window}`;
}

const NONE = "nothing beside it";
// moments carry the zone's offset, so that their first letters are the local day
const localDay = (moment: string): string => moment.slice(0, 10);
const monthOf = (moment: string): number => Number(moment.slice(0, 4)) * 12 + Number(moment.slice(5, 7)) - 1;

function monthBeside({ start, end }: Window, place: number): string {
  const month = monthOf(start) + place;
  const first = new Date(Date.UTC(Math.floor(month / 12), month % 12, 1)).toISOString();
  return localDay(first) < localDay(end) ? date(first, "UTC").replace(/^\d+ /, "") : NONE;
}

function dayBeside({ start, end }: Window, place: number): string {
  const day = addDays(localDay(start), place);
  return day < localDay(end) ? date(`${day}T00:00:00Z`, "UTC") : NONE;
}
