/** The answer of `returnsAnalysis` by product: what came back, the largest loss first. Pure. */
import type { MemberReturnsFragment } from "../../api/gen/operations";

export type ReturnRow = NonNullable<MemberReturnsFragment["returnsAnalysis"]["data"]>[number];

/** Rows that nothing came back of are no returns. */
export function returned(rows: readonly ReturnRow[]): ReturnRow[] {
  return rows.filter(({ returnsValue, unitsReturned }) => Boolean(returnsValue) || Boolean(unitsReturned));
}

export const isEmptyReturns = (rows: readonly ReturnRow[]): boolean => returned(rows).length === 0;
