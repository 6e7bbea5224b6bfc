/** Local days in words: `1–18 Dec 2024`. Days have no zone here, so none can move them. */
import type { Days } from "./calendar";

const LOCALE = "en-GB";
const date = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const weekday = new Intl.DateTimeFormat(LOCALE, { weekday: "short", timeZone: "UTC" });

export function daysInWords({ from, to }: Days): string {
  return plain(date.formatRange(new Date(from), new Date(to)));
}

export function dayInWords(day: string): string {
  const at = new Date(day);
  return `${weekday.format(at)} ${plain(date.format(at))}`;
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
  return text.replace(/\s*–\s*/, "–").replaceAll("Sept", "Sep");
}
