/** Products bought together: one row a pair, and how the orders behind it are told. Pure. */
import type { BasketPairsSort, ProductsPairsFragment } from "../../api/gen/operations";
import { count } from "../../format";
import { sortOf } from "../../ui/sort";

export type Pair = NonNullable<ProductsPairsFragment["basketPairs"]["data"]>[number];

const SORTS: readonly BasketPairsSort[] = ["ORDERS", "SUPPORT", "CONFIDENCE", "LIFT"];

/** What the address says of the order of pairs; null is by orders. */
export const pairSort = (text: string | undefined) => sortOf(text ?? null, SORTS);

export const pairKey = ({ productA, productB }: Pair): string => `${productA ?? ""} + ${productB ?? ""}`;

/** "Of 5,032 orders; pairs in fewer than 2 of them are left out (16)." */
export function pairsNote(extra: unknown): string {
  const { orders, fewestOrders, pairsBelow } = (extra ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof orders !== "number") return "";
  const said = `Of ${count(orders)} ${orders === 1 ? "order" : "orders"}`;
  if (typeof pairsBelow !== "number" || typeof fewestOrders !== "number" || pairsBelow === 0) return `${said}.`;
  return `${said}; pairs in fewer than ${count(fewestOrders)} of them are left out (${count(pairsBelow)}).`;
}
