/** The answers of the four rankings as short lists by the page's measure. Pure. */
import type { OverviewListsFragment } from "../../api/gen/operations";
import type { Kind } from "../../format";
import type { Dimension } from "../../state/view";
import { nullCode, type NullReason } from "../../words";

export type Lists = OverviewListsFragment;
export type ListName = keyof Lists;

/** What a list is ranked and drawn by. */
export type ListMeasure = "revenue" | "profit" | "profitMargin" | "orders" | "averageOrderValue" | "customers";

interface Looks {
  readonly label: string;
  readonly kind: Kind;
  readonly measure: string;
}

const MEASURES: Readonly<Record<string, { field: ListMeasure } & Looks>> = {
  REVENUE: { field: "revenue", label: "net revenue", kind: "money", measure: "netRevenue" },
  PROFIT: { field: "profit", label: "profit", kind: "money", measure: "grossProfit" },
  MARGIN: { field: "profitMargin", label: "margin", kind: "ratio", measure: "profitMargin" },
  ORDERS: { field: "orders", label: "orders", kind: "count", measure: "orders" },
  AVERAGE_ORDER_VALUE: {
    field: "averageOrderValue",
    label: "average order",
    kind: "unitPrice",
    measure: "averageOrderValue",
  },
  CUSTOMERS: { field: "customers", label: "customers", kind: "count", measure: "customers" },
};

const PROFIT = { field: "profit", label: "profit", kind: "money", measure: "grossProfit" } as const;

/** By the member of the report's sort enum. */
export function measureOf(sort: string): { field: ListMeasure } & Looks {
  return MEASURES[sort] ?? PROFIT;
}

/** What a list is ordered by, in which unit, and what changed beside it. */
export function subtitleOf(sort: string, currency: string | undefined): string {
  const { label, kind } = measureOf(sort);
  const unit = (kind === "money" || kind === "unitPrice") && currency !== undefined ? ` (${currency})` : "";
  return sort === "REVENUE" ? `Net revenue${unit}, growth` : `By ${label}${unit}, revenue growth`;
}

export interface ListPlace {
  readonly name: ListName;
  readonly title: string;
  readonly dimension: Dimension;
  readonly path: string;
}

export const PLACES: readonly ListPlace[] = [
  { name: "salespersonLeaderboard", title: "Salespeople", dimension: "salesperson", path: "/salespeople" },
  { name: "productLines", title: "Product lines", dimension: "productLine", path: "/products" },
  { name: "branchPerformance", title: "Branches", dimension: "branch", path: "/branches" },
  { name: "topCustomers", title: "Customers", dimension: "customer", path: "/customers" },
];

export type Row = Readonly<
  Partial<Record<Dimension | ListMeasure | "growthRate" | "rankChange", string | number | null>>
> & {
  readonly nulls: readonly NullReason[] | null;
};

export interface ListRow {
  readonly member: string | null;
  readonly value: number | null;
  readonly reason: string | null;
  readonly growth: number | null;
  readonly growthReason: string | null;
  /** Places won since the first comparison; null where that is not said. */
  readonly rankChange: number | null;
}

export function listRows(
  rows: readonly Row[],
  dimension: Dimension,
  field: ListMeasure,
  nulls: readonly NullReason[],
): ListRow[] {
  return rows.map((row) => ({
    member: textOf(row[dimension]),
    value: numberOf(row[field]),
    reason: nullCode(field, row.nulls, nulls),
    growth: numberOf(row.growthRate),
    growthReason: nullCode("growthRate", row.nulls, nulls),
    rankChange: numberOf(row.rankChange),
  }));
}

const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);
const numberOf = (value: unknown): number | null => (typeof value === "number" ? value : null);
