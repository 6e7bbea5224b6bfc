/** The answer of `salesOverview` for one member as its figures, each with its change. Pure. */
import type { MemberFiguresFragment } from "../../api/gen/operations";
import type { Kind } from "../../format";

type Overview = NonNullable<MemberFiguresFragment["salesOverview"]["data"]>;
type Values = Overview["comparisons"][number]["values"];
type Nulls = readonly { readonly field: string; readonly code: string }[];

export interface MemberFigure {
  readonly field: Field;
  /** Name in the catalog, for its label, definition and direction. */
  readonly measure: string;
  readonly label: string;
  readonly kind: Kind;
  readonly value: number | null;
  readonly reason: string | null;
  readonly change: number | null;
  readonly changeKind: Kind;
  readonly changeReason: string | null;
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

/** Money and counts change by a difference, a ratio by points, net revenue by the API's own growth. */
export function memberFigures(overview: Overview, nulls: Nulls): MemberFigure[] {
  const reasonOf = (field: string) => nulls.find((one) => one.field === field)?.code ?? null;
  const then = reasonOf("growthRate") === "BASE_PARTIAL" ? null : overview.comparisons[0]?.values;
  return FIELDS.map(([field, measure, label, kind]) => ({
    field,
    measure,
    label,
    kind,
    value: overview[field],
    reason: reasonOf(field),
    changeReason: reasonOf("growthRate"),
    ...changeOf(overview, then ?? null, field, kind),
  }));
}

/** Whether there is not one line to speak of. */
export function isEmptyMember({ totalOrders, totalRevenue, returnsValue }: Overview): boolean {
  return !totalOrders && !totalRevenue && !returnsValue;
}

function changeOf(
  overview: Overview,
  then: Values | null,
  field: Field,
  kind: Kind,
): Pick<MemberFigure, "change" | "changeKind"> {
  if (field === "totalRevenue") return { change: overview.growthRate, changeKind: "growth" };
  const [now, before] = [overview[field], then?.[field] ?? null];
  const change = now === null || before === null ? null : now - before;
  return { change, changeKind: kind === "ratio" ? "points" : kind };
}
