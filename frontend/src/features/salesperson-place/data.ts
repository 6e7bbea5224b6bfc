/** Where a person stands in the team, and who stands before and after. Pure. */
import type { SalespersonPlaceFragment } from "../../api/gen/operations";

type Row = NonNullable<SalespersonPlaceFragment["team"]["data"]>[number];

export interface Place {
  readonly row: Row | null;
  readonly previous: string | null;
  readonly next: string | null;
}

/** Neighbours by the API's ranking; lines without a salesperson are nobody's neighbour. */
export function placeOf(rows: readonly Row[], name: string): Place {
  const named = rows.filter(({ salesperson }) => salesperson !== null);
  const at = named.findIndex(({ salesperson }) => salesperson === name);
  if (at < 0) return { row: null, previous: null, next: null };
  return {
    row: named[at] ?? null,
    previous: named[at - 1]?.salesperson ?? null,
    next: named[at + 1]?.salesperson ?? null,
  };
}
