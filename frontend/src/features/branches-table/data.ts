/** The answer of `branchPerformance`, each branch with its line of `branchTrends`. Pure. */
import type { BranchesTableFragment, BranchesTrendFragment } from "../../api/gen/operations";

type Ranked = NonNullable<BranchesTableFragment["branchPerformance"]["data"]>[number];
type Nulls = readonly { readonly field: string; readonly code: string }[];

export type BranchLine = NonNullable<BranchesTrendFragment["branchTrends"]["data"]>["series"][number];

export interface BranchRow extends Ranked {
  /** The metric by bucket; null where nobody knows it. */
  readonly line: readonly (number | null)[] | null;
}

export function branchRows(rows: readonly Ranked[], lines: readonly BranchLine[]): BranchRow[] {
  const byBranch = new Map(lines.map(({ key, points }) => [key, points]));
  return rows.map((row) => {
    const points = byBranch.get(row.branch);
    return { ...row, line: points?.map(({ value, status }) => (status === "NOT_LOADED" ? null : value)) ?? null };
  });
}

/** Without the columns that nothing was ever loaded for and that only some businesses have. */
export function loadedFields<Shown extends { readonly field: string }>(
  columns: readonly Shown[],
  nulls: Nulls,
): readonly Shown[] {
  return columns.filter(({ field }) => field !== "quotaAttainment" || !nulls.some((one) => isMissing(one, field)));
}

const isMissing = ({ field, code }: Nulls[number], wanted: string): boolean =>
  field === wanted && code.endsWith("NOT_LOADED");
