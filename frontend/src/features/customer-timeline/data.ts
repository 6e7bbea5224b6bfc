/** A customer's months as bars, and their newest lines. Pure. */
import type { CustomerTimelineFragment } from "../../api/gen/operations";
import type { ChartPoint } from "../../charts/model";
import { month as monthWords } from "../../format";

export type Timeline = NonNullable<CustomerTimelineFragment["customerProfile"]["data"]>;
export type Line = Timeline["lastLines"][number];

export function monthPoints({ months }: Pick<Timeline, "months">): ChartPoint[] {
  return months.map(({ month, revenue, status, running }) => ({
    label: monthWords(month),
    value: revenue,
    status,
    running,
  }));
}

export function isEmptyTimeline({ months }: Pick<Timeline, "months">): boolean {
  return months.every(({ revenue, status }) => revenue === null || status === "NOT_LOADED");
}

/** Lines have no key of their own: their place among the newest is one. */
export function keyed(lines: readonly Line[]): (Line & { readonly key: string })[] {
  return lines.map((line, place) => ({ ...line, key: `${line.time} ${place}` }));
}
