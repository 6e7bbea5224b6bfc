/** Columns of the common measures: how each is shown and sorted, with the meaning and direction of the catalog. */
import { useMemo } from "react";
import { useShell, type CatalogMeasure } from "../api/shell";
import type { Kind } from "../format";
import { useSettings } from "../state/settings-context";
import type { Column } from "./columns";

interface Look {
  readonly label: string;
  readonly kind: Kind;
  readonly sort: string;
  /** Name in the catalog; what has none says what it is. */
  readonly measure?: string;
  readonly definition?: string;
  readonly isDelta?: boolean;
}

const LOOKS = {
  profit: { label: "Profit", kind: "money", sort: "PROFIT", measure: "grossProfit" },
  revenue: { label: "Revenue", kind: "money", sort: "REVENUE", measure: "netRevenue" },
  profitMargin: { label: "Margin", kind: "ratio", sort: "MARGIN", measure: "profitMargin" },
  growthRate: {
    label: "Growth",
    kind: "growth",
    sort: "GROWTH",
    definition: "growth of net revenue against the first comparison",
    isDelta: true,
  },
  unitsSold: { label: "Units", kind: "units", sort: "UNITS", measure: "unitsSold" },
  orders: { label: "Orders", kind: "count", sort: "ORDERS", measure: "orders" },
  customers: { label: "Customers", kind: "count", sort: "CUSTOMERS", measure: "customers" },
  averageOrderValue: {
    label: "Avg. order",
    kind: "unitPrice",
    sort: "AVERAGE_ORDER_VALUE",
    measure: "averageOrderValue",
  },
  returnRate: { label: "Returned", kind: "ratio", sort: "RETURN_RATE", measure: "returnRate" },
  share: { label: "Share", kind: "ratio", sort: "SHARE", definition: "part of the total net revenue" },
  commission: {
    label: "Commission",
    kind: "money",
    sort: "COMMISSION",
    definition: "rate of the sale's day × net revenue",
  },
  quotaAttainment: {
    label: "Attained",
    kind: "ratio",
    sort: "QUOTA_ATTAINMENT",
    definition: "what was sold / target, of the same days",
  },
} as const satisfies Readonly<Record<string, Look>>;

export type MeasureField = keyof typeof LOOKS;

/** Keep `fields` outside of the component: a new list makes new columns. */
export function useMeasureColumns<Row>(fields: readonly MeasureField[]): readonly Column<Row>[] {
  const measures = useShell()?.measures;
  const { numbers } = useSettings().settings;
  return useMemo(
    () => fields.map((field) => ({ ...columnOf<Row>(field, measures), numbers })),
    [fields, measures, numbers],
  );
}

function columnOf<Row>(field: MeasureField, measures: ReadonlyMap<string, CatalogMeasure> | undefined): Column<Row> {
  const { label, kind, sort, measure, definition, isDelta }: Look = LOOKS[field];
  const known = measure === undefined ? undefined : measures?.get(measure);
  return {
    field,
    label,
    kind,
    sort,
    isDelta,
    direction: known?.direction,
    definition: known?.definition ?? definition,
  };
}
