/** By what returns can be told apart. Pure. */
import type { GroupBy } from "../../api/gen/operations";
import type { Dimension } from "../../state/view";

export interface ReturnsBy {
  readonly groupBy: GroupBy;
  readonly label: string;
  readonly dimension: Dimension;
}

const PRODUCT: ReturnsBy = { groupBy: "PRODUCT", label: "Product", dimension: "product" };

export const RETURNS_BY: readonly ReturnsBy[] = [
  PRODUCT,
  { groupBy: "PRODUCT_LINE", label: "Line", dimension: "productLine" },
  { groupBy: "BRANCH", label: "Branch", dimension: "branch" },
  { groupBy: "SALESPERSON", label: "Salesperson", dimension: "salesperson" },
  { groupBy: "CUSTOMER", label: "Customer", dimension: "customer" },
];

/** Products for what is none of them: `product-line` is how the address says it. */
export function returnsBy(text: string | undefined): ReturnsBy {
  const asked = text?.replaceAll("-", "_").toUpperCase();
  return RETURNS_BY.find(({ groupBy }) => groupBy === asked) ?? PRODUCT;
}

export const spoken = (groupBy: GroupBy): string => groupBy.toLowerCase().replaceAll("_", "-");

/** Members of whom nothing came back are no returns. */
export function isEmptyReturns(rows: readonly { readonly returnsValue: number | null }[]): boolean {
  return rows.every(({ returnsValue }) => returnsValue === 0);
}
