/** What a trend or a matrix can be read by: the API's metrics, in words. Pure. */
import type { Metric } from "../api/gen/operations";

export interface MetricLook {
  readonly metric: Metric;
  readonly label: string;
  readonly kind: "money" | "ratio" | "count" | "units" | "unitPrice";
  /** Name in the catalog. */
  readonly measure: string;
  /** Parts of it are parts of a whole. */
  readonly isSum: boolean;
}

const REVENUE: MetricLook = {
  metric: "REVENUE",
  label: "Net revenue",
  kind: "money",
  measure: "netRevenue",
  isSum: true,
};

export const METRICS: readonly MetricLook[] = [
  REVENUE,
  { metric: "PROFIT", label: "Profit", kind: "money", measure: "grossProfit", isSum: true },
  { metric: "MARGIN", label: "Margin", kind: "ratio", measure: "profitMargin", isSum: false },
  { metric: "ORDERS", label: "Orders", kind: "count", measure: "orders", isSum: false },
  { metric: "CUSTOMERS", label: "Customers", kind: "count", measure: "customers", isSum: false },
  { metric: "AOV", label: "Average order", kind: "unitPrice", measure: "averageOrderValue", isSum: false },
  { metric: "UNITS", label: "Units", kind: "units", measure: "unitsSold", isSum: true },
];

export const METRIC_NAMES = METRICS.map(({ metric }) => metric);

/** Net revenue for what is no metric. */
export function metricOf(name: string | undefined): MetricLook {
  return METRICS.find(({ metric }) => metric === name?.toUpperCase()) ?? REVENUE;
}

/** What its numbers are of, under a title; nothing for money, which the currency says. */
export function unitOf({ kind, label }: MetricLook): string | undefined {
  if (kind === "money" || kind === "unitPrice") return undefined;
  return kind === "ratio" ? "%" : label.toLowerCase();
}
