/** The answer of `salesOverview` as the six key figures, each with its change and its smaller companion. Pure. */
import type { Metric, OverviewFiguresFragment } from "../../api/gen/operations";
import type { Kind } from "../../format";
import { changesOf, type Change } from "../../ui/changes";
import { nullCode, type NullReason } from "../../words";

export type Overview = NonNullable<OverviewFiguresFragment["salesOverview"]["data"]>;

export interface KeyFigure {
  readonly metric: Metric;
  readonly measure: string;
  readonly label: string;
  readonly kind: Kind;
  readonly value: number | null;
  readonly reason: string | null;
  /** One a comparison. */
  readonly changes: readonly Change[];
  readonly notes: readonly Note[];
}

interface Note {
  readonly label: string;
  readonly value: number | null;
  readonly kind: Kind;
  /** Of the note before it, which is name enough for the eye. */
  readonly isPart?: boolean;
}

const FIELDS = [
  ["REVENUE", "totalRevenue", "netRevenue", "Net revenue", "money"],
  ["PROFIT", "grossProfit", "grossProfit", "Gross profit", "money"],
  ["MARGIN", "profitMargin", "profitMargin", "Margin", "ratio"],
  ["ORDERS", "totalOrders", "orders", "Orders", "count"],
  ["AOV", "averageOrderValue", "averageOrderValue", "Average order", "unitPrice"],
  ["CUSTOMERS", "uniqueCustomers", "customers", "Customers", "count"],
] as const;

export function keyFigures(overview: Overview, nulls: readonly NullReason[]): KeyFigure[] {
  return FIELDS.map(([metric, field, measure, label, kind]) => ({
    metric,
    measure,
    label,
    kind,
    value: overview[field],
    reason: nullCode(field, null, nulls),
    changes: changesOf(overview, nulls, field, kind),
    notes: notesOf(metric, overview),
  }));
}

function notesOf(metric: Metric, { returnsValue, returnRate, unitsSold }: Overview): Note[] {
  if (metric === "ORDERS") return [{ label: "units", value: unitsSold, kind: "units" }];
  if (metric !== "REVENUE") return [];
  return [
    { label: "returns", value: returnsValue, kind: "money" },
    { label: "return rate", value: returnRate, kind: "ratio", isPart: true },
  ];
}

/** Whether there is not one line to speak of. */
export function isEmptyOverview({ totalOrders, totalRevenue, returnsValue }: Overview): boolean {
  return !totalOrders && !totalRevenue && !returnsValue;
}
