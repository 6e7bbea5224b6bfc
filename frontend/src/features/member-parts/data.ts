/** Rows of branches, customers, lines or salespeople under a member's page, in one shape. Pure. */
import type { Dimension } from "../../state/view";

export type PartDimension = Extract<Dimension, "branch" | "customer" | "productLine" | "salesperson">;

interface Figures {
  readonly profit: number | null;
  readonly revenue: number | null;
  readonly profitMargin: number | null;
  readonly growthRate: number | null;
  readonly orders: number | null;
  readonly returnRate: number | null;
  readonly share: number | null;
  readonly nulls: readonly { readonly field: string; readonly code: string }[] | null;
}

export type PartAnswer = Figures & Partial<Readonly<Record<PartDimension, string | null>>>;

export interface PartRow extends Figures {
  readonly name: string | null;
}

/** What every list under a member can be sorted by, the first by default. */
export const PART_SORTS = ["PROFIT", "REVENUE", "MARGIN", "GROWTH", "ORDERS", "RETURN_RATE", "SHARE"] as const;

export function partRows(rows: readonly PartAnswer[], dimension: PartDimension): PartRow[] {
  return rows.map((row) => ({
    name: row[dimension] ?? null,
    profit: row.profit,
    revenue: row.revenue,
    profitMargin: row.profitMargin,
    growthRate: row.growthRate,
    orders: row.orders,
    returnRate: row.returnRate,
    share: row.share,
    nulls: row.nulls,
  }));
}
