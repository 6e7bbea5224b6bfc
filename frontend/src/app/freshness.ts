/** How fresh the data on screen are, as one state. Pure. */
import type { Watched } from "../api/version";

export type Freshness = "checking" | "current" | "new" | "stale" | "offline" | "empty";

/** After so many hours without a newer sale the data count as old. */
export const STALE_HOURS = 48;

export function freshness(
  { shown, waiting, isEmpty, awaySince }: Watched,
  isOldAnswer: boolean,
  now: number,
): Freshness {
  if (awaySince !== null) return "offline";
  if (waiting !== null) return "new";
  if (shown === null) return isEmpty ? "empty" : "checking";
  if (shown.asOf === null) return "empty";
  const age = (now - Date.parse(shown.asOf)) / 3_600_000;
  return isOldAnswer || age > STALE_HOURS ? "stale" : "current";
}

/** `Tue 31 Dec 2024, 17:53` of an instant that carries the business's own offset. */
export function momentInWords(instant: string): string {
  const at = new Date(`${instant.slice(0, 16)}Z`);
  const format = new Intl.DateTimeFormat("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: "UTC",
  });
  return format
    .format(at)
    .replace(/^(\w+), /, "$1 ")
    .replace("Sept", "Sep");
}

/** The short name of a zone as people there write it, its offset where there is none. */
export function zoneName(timeZone: string, at: Date): string {
  const parts = new Intl.DateTimeFormat("en-KE", { timeZone, timeZoneName: "short" }).formatToParts(at);
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? timeZone;
}

/** Whether two zones show another time of day at a moment. */
export function areDifferent(one: string, other: string, at: Date): boolean {
  const clock = (timeZone: string) =>
    new Intl.DateTimeFormat("en-GB", { timeZone, dateStyle: "short", timeStyle: "short" }).format(at);
  return clock(one) !== clock(other);
}
