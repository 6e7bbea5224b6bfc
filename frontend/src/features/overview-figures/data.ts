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
  readonly reason: string | null;
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
    notes: notesOf(metric, overview, nulls),
  }));
}

function notesOf(metric: Metric, overview: Overview, nulls: readonly NullReason[]): Note[] {
  const note = (label: string, field: "unitsSold" | "returnsValue" | "returnRate", kind: Kind): Note => ({
    label,
    kind,
    value: overview[field],
    reason: nullCode(field, null, nulls),
  });
  if (metric === "ORDERS") return [note("units", "unitsSold", "units")];
  if (metric !== "REVENUE") return [];
  return [note("returns", "returnsValue", "money"), { ...note("return rate", "returnRate", "ratio"), isPart: true }];
}

/** Whether there is not one line to speak of. */
export function isEmptyOverview({ totalOrders, totalRevenue, returnsValue }: Overview): boolean {
  return !totalOrders && !totalRevenue && !returnsValue;
}
