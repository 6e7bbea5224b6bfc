/** A customer's months as bars, and their newest lines. Pure. */
import type { CustomerTimelineFragment } from "../../api/gen/operations";
import type { ChartPoint } from "../../charts/model";

export type Timeline = NonNullable<CustomerTimelineFragment["customerProfile"]["data"]>;
export type Line = Timeline["lastLines"][number];

export function monthPoints({ months }: Pick<Timeline, "months">): ChartPoint[] {
  return months.map(({ month, revenue, status }) => ({ label: monthName(month), value: revenue, status }));
}

/** "2024-03" as people write it. */
export function monthName(month: string): string {
  const moment = new Date(`${month}-01T00:00:00Z`);
  if (isNaN(moment.getTime())) return month;
  return new Intl.DateTimeFormat("en-GB", { month: "short", year: "numeric", timeZone: "UTC" })
    .format(moment)
    .replace("Sept", "Sep");
}

export function isEmptyTimeline({ months }: Pick<Timeline, "months">): boolean {
  return months.every(({ revenue, status }) => revenue === null || status === "NOT_LOADED");
}

/** Lines have no key of their own: their place among the newest is one. */
export function keyed(lines: readonly Line[]): (Line & { readonly key: string })[] {
  return lines.map((line, place) => ({ ...line, key: `${line.time} ${place}` }));
}
