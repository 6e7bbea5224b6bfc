/** The answer of `salesTrends` for one member. Pure. */
import type { MemberTrendFragment } from "../../api/gen/operations";

type Trends = NonNullable<MemberTrendFragment["salesTrends"]["data"]>;

/** A line of zeros is something to show, a line of gaps is not. */
export function isEmptyTrend({ points }: Trends): boolean {
  return points.every(({ value, status }) => value === null || status === "NOT_LOADED");
}
