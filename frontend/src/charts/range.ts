/** The days of a run of buckets. Pure; the buckets begin where the API says, with the offset of the business. */
import { windowOf } from "../format";
import type { ChartPoint } from "./model";

const DAY = 86_400_000;
const dayOf = (moment: string): string => moment.slice(0, 10);
const shifted = (day: string, by: number): string =>
  dayOf(new Date(Date.parse(`${day}T00:00:00Z`) + by * DAY).toISOString());

/** First and last local day of the buckets `from` to `to`, both included. */
export function daysOf(
  points: readonly ChartPoint[],
  from: number,
  to: number,
  windowEnd: string | null,
): [string, string] {
  const start = startOf(points, to);
  const next = points[to + 1]?.timestamp ?? windowEnd ?? start;
  const last = isMidnight(next) ? shifted(dayOf(next), -1) : dayOf(next);
  return [startOf(points, from), last < start ? start : last];
}

const startOf = (points: readonly ChartPoint[], index: number): string => dayOf(points[index]?.timestamp ?? "");
const isMidnight = (moment: string): boolean => moment.slice(11, 16) === "00:00" || moment.length === 10;

export function zoomWords([from, to]: readonly [string, string]): string {
  return windowOf(`${from}T00:00:00Z`, `${shifted(to, 1)}T00:00:00Z`, "UTC");
}
