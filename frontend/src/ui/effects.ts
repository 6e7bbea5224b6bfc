/** What moved a measure, in words: effects, members, and ratios that moved against all of their parts. Pure. */
import type { Dimension } from "../state/view";

const MEMBERS: Readonly<Partial<Record<Dimension, string>>> = {
  branch: "branches",
  salesperson: "salespeople",
  productLine: "lines",
  product: "products",
  customer: "customers",
};

export const membersOf = (dimension: string): string => MEMBERS[dimension as Dimension] ?? "members";

/** An effect in words; new and lost are told of the dimension. */
export function effectName(kind: string, dimension: string): string {
  const members = membersOf(dimension);
  const names: Readonly<Record<string, string>> = {
    PRICE: "Price",
    VOLUME: "Volume",
    MIX: "Mix",
    RETURNS: "Returns",
    COST: "Cost",
    NEW: `New ${members}`,
    LOST: `Lost ${members}`,
    KEPT: `Kept ${members}`,
    OTHER: "Other",
  };
  return names[kind] ?? kind;
}

export interface Reversal {
  /** Name in the catalog. */
  readonly measure: string;
  readonly rose: boolean;
  readonly members: number;
}

/** "Margin rose in all, while it fell in each of the 8 branches kept": what is sold moved between them. */
export function reversalSaid(
  { measure, rose, members }: Reversal,
  label: string | undefined,
  dimension: string,
): string {
  const [whole, part] = rose ? ["rose", "fell"] : ["fell", "rose"];
  const each = `each of the ${String(members)} ${membersOf(dimension)} kept`;
  return `${label ?? measure} ${whole} in all, while it ${part} in ${each}: what is sold moved between them.`;
}
