/** By what margins can be told apart, and which rows are too small to judge. Pure. */
import type { GroupBy, MemberSort } from "../../api/gen/operations";
import type { Dimension } from "../../state/view";

export interface MarginBy {
  readonly groupBy: GroupBy;
  readonly label: string;
  readonly dimension: Dimension;
}

const LINE: MarginBy = { groupBy: "PRODUCT_LINE", label: "Line", dimension: "productLine" };

export const MARGIN_BY: readonly MarginBy[] = [
  LINE,
  { groupBy: "ITEM_GROUP", label: "Group", dimension: "itemGroup" },
  { groupBy: "PRODUCT", label: "Product", dimension: "product" },
  { groupBy: "BRANCH", label: "Branch", dimension: "branch" },
  { groupBy: "SALESPERSON", label: "Salesperson", dimension: "salesperson" },
  { groupBy: "CUSTOMER", label: "Customer", dimension: "customer" },
];

/** Lines for what is none of them: `item-group` is how the address says it. */
export function marginBy(text: string | undefined): MarginBy {
  const asked = text?.replaceAll("-", "_").toUpperCase();
  return MARGIN_BY.find(({ groupBy }) => groupBy === asked) ?? LINE;
}

export const spoken = (groupBy: GroupBy): string => groupBy.toLowerCase().replaceAll("_", "-");

export const MARGIN_SORTS: readonly MemberSort[] = [
  "PROFIT",
  "REVENUE",
  "MARGIN",
  "GROWTH",
  "UNITS",
  "RETURN_RATE",
  "SHARE",
  "MEMBER",
];

/** Below this part of net revenue a margin says little. */
export const SMALL = 0.005;

export const isSmall = ({ share }: { readonly share: number | null }): boolean =>
  share !== null && Math.abs(share) < SMALL;
