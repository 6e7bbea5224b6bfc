/** Local days in words: `1–18 Dec 2024`. Days have no zone here, so none can move them. */
import type { Days } from "./calendar";
import { settingsNow } from "./settings-kept";

const LOCALE = "en-GB";
const DAY = { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" } as const;
const date = new Intl.DateTimeFormat(LOCALE, DAY);
const named = new Intl.DateTimeFormat(LOCALE, { ...DAY, weekday: "short" });

/** Whether the reader wants the name of the week day beside each day that is written here. */
export const areDaysNamed = (): boolean => settingsNow().weekdays;

export function daysInWords({ from, to }: Days): string {
  return plain((areDaysNamed() ? named : date).formatRange(new Date(from), new Date(to)));
}

export function dayInWords(day: string): string {
  return plain(named.format(new Date(day)));
}

/** The days of a window of the API, whose instants carry the business's own offset and whose end is excluded. */
export function windowInWords(start: string, end: string): string {
  const last = isMidnight(end)
    ? new Date(Date.parse(end.slice(0, 10)) - 1).toISOString().slice(0, 10)
    : end.slice(0, 10);
  return daysInWords({ from: start.slice(0, 10), to: last });
}

const isMidnight = (instant: string): boolean => instant.slice(11, 19) === "00:00:00";

function plain(text: string): string {
  return text.replaceAll(",", "").replace(/\s+/g, " ").replace(" – ", "–").replaceAll("Sept", "Sep");
}
