/** How a figure moved since each comparison, as the API says it: growth, of a ratio points, or why there is none. Pure. */
import type { Kind } from "../format";
import { nullCode, type NullReason } from "../words";

export interface Change {
  /** Kind of the comparison. */
  readonly comparison: string;
  readonly kind: Kind;
  readonly value: number | null;
  readonly reason: string | null;
}

type Moves = Readonly<Partial<Record<string, number | null>>>;

interface Compared {
  readonly kind: string;
  readonly changes: Moves;
  readonly growth: Moves;
}

interface Moved {
  readonly comparisons: readonly Compared[];
}

/** One a comparison, in the order asked; none where nothing is compared. */
export function changesOf({ comparisons }: Moved, nulls: readonly NullReason[], field: string, kind: Kind): Change[] {
  const part = kind === "ratio" ? "changes" : "growth";
  if (comparisons.length === 0) return withoutWindow(kind, nulls);
  return comparisons.map((one, place) => ({
    comparison: one.kind,
    kind: changeKind(kind),
    value: one[part][field] ?? null,
    reason: nullCode(`comparisons[${place}].${part}.${field}`, null, nulls),
  }));
}

/** A comparison was asked that has no window, as of all days. */
function withoutWindow(kind: Kind, nulls: readonly NullReason[]): Change[] {
  const reason = nullCode("growthRate", null, nulls);
  if (reason === null || reason === "NOT_COMPARED") return [];
  return [{ comparison: "", kind: changeKind(kind), value: null, reason }];
}

const changeKind = (kind: Kind): Kind => (kind === "ratio" ? "points" : "growth");
