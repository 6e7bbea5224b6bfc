/** The products by net revenue as points of the cumulative line. Pure; every share is the API's. */
import type { ProductsParetoFragment } from "../../api/gen/operations";
import type { ParetoPoint } from "../../charts/options/pareto";
import { unnamed } from "../../words";

export type ParetoRow = NonNullable<ProductsParetoFragment["pareto"]["data"]>[number];

export function paretoPoints(rows: readonly ParetoRow[]): ParetoPoint[] {
  return rows.map(({ product, cumulativeShare, abcClass }) => ({
    name: product ?? unnamed("product"),
    cumulative: cumulativeShare,
    band: abcClass,
  }));
}

/** Without a whole there are no parts of it. */
export function isEmptyPareto(rows: readonly ParetoRow[]): boolean {
  return rows.every(({ cumulativeShare }) => cumulativeShare === null);
}

/** Where the classes end, as the answer states it. */
export function rulesOf(extra: unknown): readonly number[] {
  const { classAShare, classBShare } = (extra ?? {}) as Readonly<Record<string, unknown>>;
  return [classAShare, classBShare].filter((share) => typeof share === "number");
}

export interface Reach {
  /** Products of class A. */
  readonly products: number;
  readonly all: number;
  /** What they bring together. */
  readonly share: number;
}

/** How few products bring the most; null when class A goes on after the last point, or has none. */
export function reachOf(rows: readonly ParetoRow[], all: number): Reach | null {
  const last = rows.findLastIndex(({ abcClass }) => abcClass === "A");
  const share = rows[last]?.cumulativeShare ?? null;
  if (share === null || (last === rows.length - 1 && rows.length < all)) return null;
  return { products: last + 1, all, share };
}
