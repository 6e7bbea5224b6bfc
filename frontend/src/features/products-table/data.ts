/** How the list of products is asked for: its sort and its class, as the address says them. Pure. */
import type { AbcClass, ProductSort } from "../../api/gen/operations";

export const SORTS: readonly ProductSort[] = [
  "REVENUE",
  "PROFIT",
  "UNITS",
  "MARGIN",
  "GROWTH",
  "ORDERS",
  "PRODUCT",
  "RETURN_RATE",
  "AVERAGE_ORDER_VALUE",
  "SHARE",
  "ABC_CLASS",
];

export const CLASSES: readonly AbcClass[] = ["A", "B", "C"];

/** Null for all classes, and for what is none. */
export function classOf(text: string | undefined): AbcClass | null {
  return CLASSES.find((one) => one === text?.toUpperCase()) ?? null;
}

/** "A is what brings the first 80 % of net revenue, B the next up to 95 %, C the rest." */
export function classesInWords(extra: unknown): string {
  const { classAShare, classBShare } = (extra ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof classAShare !== "number" || typeof classBShare !== "number") return "";
  const percent = (part: number) => `${Math.round(part * 100)} %`;
  return (
    `A brings the first ${percent(classAShare)} of net revenue, ` +
    `B goes on to ${percent(classBShare)}, C is the rest.`
  );
}
