/** The answer of `salesOverview` as the six key figures, each with its change and its smaller companion. Pure. */
import type { Metric, OverviewFiguresFragment } from "../../api/gen/operations";
import type { Kind } from "../../format";
import { nullCode } from "../../words";

export type Overview = NonNullable<OverviewFiguresFragment["salesOverview"]["data"]>;
type Nulls = readonly { readonly field: string; readonly code: string }[];

export interface KeyFigure {
  readonly metric: Metric;
  readonly measure: string;
  readonly label: string;
  readonly kind: Kind;
  readonly value: number | null;
  readonly reason: string | null;
  /** Against the first comparison; the second one's is beside it when two were asked. */
  readonly changes: readonly Change[];
  readonly note: Note | null;
}

export interface Change {
  readonly comparison: string;
  readonly kind: Kind;
  readonly value: number | null;
  readonly reason: string | null;
}

interface Note {
  readonly label: string;
  readonly value: number | null;
  readonly kind: Kind;
}

const FIELDS = [
  ["REVENUE", "totalRevenue", "netRevenue", "Net revenue", "money"],
  ["PROFIT", "grossProfit", "grossProfit", "Gross profit", "money"],
  ["MARGIN", "profitMargin", "profitMargin", "Margin", "ratio"],
  ["ORDERS", "totalOrders", "orders", "Orders", "count"],
  ["AOV", "averageOrderValue", "averageOrderValue", "Average order", "unitPrice"],
  ["CUSTOMERS", "uniqueCustomers", "customers", "Customers", "count"],
] as const;

type Field = (typeof FIELDS)[number][1];

export function keyFigures(overview: Overview, nulls: Nulls): KeyFigure[] {
  const based = nullCode("growthRate", null, nulls) === "BASE_PARTIAL" ? withoutBase(overview) : overview;
  return FIELDS.map(([metric, field, measure, label, kind]) => ({
    metric,
    measure,
    label,
    kind,
    value: overview[field],
    reason: nullCode(field, null, nulls),
    changes: overview.comparisons.map((_, place) => changeOf(based, { field, kind, place }, nulls)),
    note: noteOf(metric, overview),
  }));
}

/** A first window that was loaded in part is no base. */
function withoutBase({ comparisons: [first, ...others], ...overview }: Overview): Overview {
  return { ...overview, comparisons: first === undefined ? others : [{ ...first, values: null }, ...others] };
}

interface Asked {
  readonly field: Field;
  readonly kind: Kind;
  readonly place: number;
}

/** Net revenue's growth is the API's; a ratio changes by points, everything else by a difference in its own unit. */
function changeOf(overview: Overview, { field, kind, place }: Asked, nulls: Nulls): Change {
  const compared = overview.comparisons[place];
  const comparison = compared?.kind ?? "";
  const growthReason = nullCode("growthRate", null, nulls);
  if (field === "totalRevenue" && place === 0) {
    return { comparison, kind: "growth", value: overview.growthRate, reason: growthReason };
  }
  const value = difference(overview[field], thenOf(compared, field));
  const reason = nullCode(`comparisons[${place}].values.${field}`, null, nulls) ?? growthReason;
  return { comparison, kind: kind === "ratio" ? "points" : kind, value, reason: value === null ? reason : null };
}

function thenOf(compared: Overview["comparisons"][number] | undefined, field: Field): number | null {
  return compared?.values?.[field] ?? null;
}

/** To four digits, as the API keeps money. */
function difference(now: number | null, then: number | null): number | null {
  return now === null || then === null ? null : Number((now - then).toFixed(4));
}

function noteOf(metric: Metric, overview: Overview): Note | null {
  if (metric === "REVENUE") return { label: "returns", value: overview.returnsValue, kind: "money" };
  if (metric === "ORDERS") return { label: "units", value: overview.unitsSold, kind: "units" };
  return null;
}

/** Whether there is not one line to speak of. */
export function isEmptyOverview({ totalOrders, totalRevenue, returnsValue }: Overview): boolean {
  return !totalOrders && !totalRevenue && !returnsValue;
}
