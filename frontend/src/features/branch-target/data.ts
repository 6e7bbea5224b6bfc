/** How far a branch is on the way to its target. Pure. */
import type { BranchTargetFragment } from "../../api/gen/operations";

type Row = NonNullable<BranchTargetFragment["goal"]["data"]>[number];
type Nulls = readonly { readonly field: string; readonly code: string }[];

/** Whether any target was ever loaded: without one there is nothing to show, not even an empty tile. */
export function hasTargets(nulls: Nulls): boolean {
  return !nulls.some(({ field, code }) => field === "target" && code === "TARGETS_NOT_LOADED");
}

/** What was sold, in the measure that the target is set in. */
export function soldOf({ targetMeasure, revenue, profit, unitsSold }: Row): {
  readonly value: number | null;
  readonly label: string;
  readonly kind: "money" | "units";
} {
  if (targetMeasure === "grossProfit") return { value: profit, label: "Profit", kind: "money" };
  if (targetMeasure === "unitsSold") return { value: unitsSold, label: "Units", kind: "units" };
  return { value: revenue, label: "Net revenue", kind: "money" };
}
