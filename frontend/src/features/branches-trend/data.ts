/** The answer of `branchTrends` as one small panel a branch. Pure. */
import type { BranchesTrendFragment } from "../../api/gen/operations";

export type BranchSeries = NonNullable<BranchesTrendFragment["branchTrends"]["data"]>["series"][number];

export const NOWHERE = "Without a branch";
export const MOST_PANELS = 12;

/** The branches that have a panel: all of them, of more than twelve the pinned ones alone. */
export function drawnBranches(series: readonly BranchSeries[], pins: readonly string[]): BranchSeries[] {
  if (series.length <= MOST_PANELS) return [...series];
  return series.filter(({ key }) => pins.includes(nameOf(key)));
}

export interface Range {
  readonly min: number;
  readonly max: number;
}

/** The range of all values drawn, then and now, zero within; null without any. */
export function rangeOf(series: readonly BranchSeries[]): Range | null {
  const values = series.flatMap(({ points }) => points.flatMap(valuesOf));
  return values.length === 0 ? null : { min: Math.min(0, ...values), max: Math.max(0, ...values) };
}

export function isEmptyTrends({ series }: { readonly series: readonly BranchSeries[] }): boolean {
  return series.every(({ points }) => points.every(({ value, status }) => value === null || status === "NOT_LOADED"));
}

export const nameOf = (key: string | null): string => key ?? NOWHERE;

function valuesOf({ value, status, comparisons }: BranchSeries["points"][number]): number[] {
  const all = [status === "NOT_LOADED" ? null : value, ...comparisons.map((then) => then.value)];
  return all.filter((one): one is number => one !== null);
}
