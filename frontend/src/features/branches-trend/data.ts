/** The answer of `branchTrends` as one small panel a branch. Pure. */
import type { BranchesTrendFragment } from "../../api/gen/operations";
import { unnamed } from "../../words";

/** Key of the address that the page declares. */
export const SCALE = "scale";

export type BranchSeries = NonNullable<BranchesTrendFragment["branchTrends"]["data"]>["series"][number];

export const MOST_PANELS = 12;

/** The branches that have a panel: all of them, of more than twelve the pinned ones alone. */
export function drawnBranches(series: readonly BranchSeries[], pins: readonly string[]): BranchSeries[] {
  if (series.length <= MOST_PANELS) return [...series];
  return series.filter(({ key }) => pins.includes(nameOf(key)));
}

export function isEmptyTrends({ series }: { readonly series: readonly BranchSeries[] }): boolean {
  return series.every(({ points }) => points.every(({ value, status }) => value === null || status === "NOT_LOADED"));
}

export const nameOf = (key: string | null): string => key ?? unnamed("branch");

/** Every value that is drawn, now and then: what one scale has to hold. */
export function valuesOf({ points }: BranchSeries): number[] {
  const all = points.flatMap(({ value, status, comparisons }) => [
    status === "NOT_LOADED" ? null : value,
    ...comparisons.map((then) => (then.status === "NOT_LOADED" ? null : then.value)),
  ]);
  return all.filter((one): one is number => one !== null);
}
