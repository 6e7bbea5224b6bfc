/** The answer of `salespersonLeaderboard` with each person's last twelve months of profit. Pure. */
import type { SalespeopleBoardFragment, SalespersonSort } from "../../api/gen/operations";
import { timePivot, type ExploreTable } from "../../api/time-pivot";

type Ranked = NonNullable<SalespeopleBoardFragment["salespersonLeaderboard"]["data"]>[number];
type Nulls = readonly { readonly field: string; readonly code: string }[];

export interface BoardRow extends Ranked {
  /** Profit by month; null where nobody knows it. */
  readonly spark: readonly (number | null)[] | null;
}

export const MOST_PINNED = 5;

/** What the switch over the table offers. */
export const SWITCH: readonly (readonly [SalespersonSort, string])[] = [
  ["PROFIT", "Profit"],
  ["REVENUE", "Revenue"],
  ["MARGIN", "Margin"],
  ["UNITS", "Units"],
];

export function boardRows(rows: readonly Ranked[], sparks: ExploreTable | null): BoardRow[] {
  const lines = sparks === null ? [] : timePivot(sparks).lines;
  const byPerson = new Map(lines.map(({ member, values }) => [member, values]));
  return rows.map((row) => ({ ...row, spark: byPerson.get(row.salesperson) ?? null }));
}

/** Whether a field was loaded at all: what was never loaded has no column, only a line of words. */
export function isLoaded(nulls: Nulls, field: string): boolean {
  return !nulls.some((one) => one.field === field && one.code.endsWith("NOT_LOADED"));
}
