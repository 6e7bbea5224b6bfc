/** The answer of `salesTrends` for one member. Pure. */
import type { MemberTrendFragment } from "../../api/gen/operations";
import type { MetricLook } from "../../state/metric";

type Trends = NonNullable<MemberTrendFragment["salesTrends"]["data"]>;

/** A line of zeros is something to show, a line of gaps is not. */
export function isEmptyTrend({ points }: Trends): boolean {
  return points.every(({ value, status }) => value === null || status === "NOT_LOADED");
}

const MOST_BARS = 14;

/** A few buckets of a sum are bars, all else a line. */
export function isBars({ points }: Trends, { isSum }: Pick<MetricLook, "isSum">): boolean {
  return isSum && points.length <= MOST_BARS;
}
