/** The answer of `salesOverview` for one member as its figures, each with its change. Pure. */
import type { MemberFiguresFragment } from "../../api/gen/operations";
import { changesOf } from "../../ui/changes";
import type { KeyFigure } from "../../ui/key-figures";
import { nullCode, type NullReason } from "../../words";

export type Overview = NonNullable<MemberFiguresFragment["salesOverview"]["data"]>;
export interface MemberFigure extends KeyFigure {
  readonly field: Field;
}

const FIELDS = [
  ["totalRevenue", "netRevenue", "Net revenue", "money"],
  ["grossProfit", "grossProfit", "Gross profit", "money"],
  ["profitMargin", "profitMargin", "Margin", "ratio"],
  ["totalOrders", "orders", "Orders", "count"],
  ["averageOrderValue", "averageOrderValue", "Average order", "money"],
  ["uniqueCustomers", "customers", "Customers", "count"],
  ["unitsSold", "unitsSold", "Units", "units"],
  ["returnsValue", "returnsValue", "Returns", "money"],
] as const;

type Field = (typeof FIELDS)[number][0];

export function memberFigures(overview: Overview, nulls: readonly NullReason[]): MemberFigure[] {
  return FIELDS.map(([field, measure, label, kind]) => ({
    field,
    measure,
    label,
    kind,
    value: overview[field],
    reason: nullCode(field, null, nulls),
    change: changesOf(overview, nulls, field, kind)[0],
  }));
}

/** Whether there is not one line to speak of. */
export function isEmptyMember({ totalOrders, totalRevenue, returnsValue }: Overview): boolean {
  return !totalOrders && !totalRevenue && !returnsValue;
}
