/** What the Overview asks for a view: its measure decides what the lists are ranked and the change is explained by. */
import type { BranchSort, Metric, OverviewPageQueryVariables } from "../../../api/gen/operations";
import type { UsualDimension } from "../../../api/usual-dimension";
import type { View } from "../../../state/view";
import { questionOf } from "../../../state/view-context";
import { metricOf } from "../../../state/metric";

const KEY_METRICS: readonly Metric[] = ["REVENUE", "PROFIT", "MARGIN", "ORDERS", "AOV", "CUSTOMERS"];

type ListSort = "REVENUE" | "PROFIT" | "MARGIN" | "ORDERS" | "AVERAGE_ORDER_VALUE";

const SORTS: Readonly<Partial<Record<Metric, ListSort>>> = {
  REVENUE: "REVENUE",
  MARGIN: "MARGIN",
  ORDERS: "ORDERS",
  AOV: "AVERAGE_ORDER_VALUE",
};

/** The measure of the page; what the overview has no figure of is net revenue. */
export function keyMetric(view: View): Metric {
  const { metric } = metricOf(view.metric);
  return KEY_METRICS.includes(metric) ? metric : "REVENUE";
}

export function overviewQuestion(
  view: View,
  driverDimension: UsualDimension,
): Omit<OverviewPageQueryVariables, "shell"> {
  const metric = keyMetric(view);
  const sort = SORTS[metric] ?? "PROFIT";
  const branchSort: BranchSort = metric === "CUSTOMERS" ? "CUSTOMERS" : sort;
  return {
    ...questionOf(view),
    grain: view.grain,
    driverDimension,
    driverMetric: metric === "REVENUE" ? "REVENUE" : "PROFIT",
    peopleSort: sort,
    lineSort: sort,
    branchSort,
    customerSort: sort,
  };
}

export type OverviewVariables = ReturnType<typeof overviewQuestion>;

/** The arguments that every tile of the page shares, as its export and its proof ask again. */
export function sharedArgs({ period, dateRange, filters, compare, timezone }: OverviewVariables) {
  return { period, dateRange, filters, compare, timezone };
}
