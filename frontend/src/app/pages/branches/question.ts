/** What the Branches page asks for a view. Pure. */
import type { BranchesPageQueryVariables, BranchSort } from "../../../api/gen/operations";
import type { Question } from "../../../api/rest";
import { CELLS, OF } from "../../../features/branch-lines/data";
import { HOURS_OF } from "../../../features/hours/data";
import { AFTER, first } from "../../../state/extra";
import { metricOf } from "../../../state/metric";
import type { View } from "../../../state/view";
import { questionOf } from "../../../state/view-context";
import { sortOf } from "../../../ui/sort";

export const BRANCH_SORTS: readonly BranchSort[] = [
  "REVENUE",
  "PROFIT",
  "MARGIN",
  "GROWTH",
  "ORDERS",
  "CUSTOMERS",
  "AVERAGE_ORDER_VALUE",
  "RETURN_RATE",
  "SHARE",
  "BRANCH",
  "QUOTA_ATTAINMENT",
];
const PAGE = 50;

type Variables = Omit<BranchesPageQueryVariables, "shell">;

export function branchesQuestion(view: View): Variables {
  return {
    ...questionOf(view),
    ...(sortOf(view.sort, BRANCH_SORTS) ?? { sortBy: "REVENUE", order: "DESC" }),
    after: first(view, AFTER) ?? null,
    metric: metricOf(view.metric).metric,
    grain: view.grain,
    cellMetric: metricOf(first(view, CELLS)).metric,
    hourMetric: metricOf(first(view, HOURS_OF)).metric,
  };
}

export const isShareOfRow = (view: View): boolean => first(view, OF) === "row" && metricOf(first(view, CELLS)).isSum;

/** Each tile's part of the question, as REST asks it. */
export function branchAsks(variables: Variables): Readonly<Record<"table" | "trends" | "cells" | "hours", Question>> {
  const { period, dateRange, filters, compare, timezone, sortBy, order, after, metric, grain } = variables;
  const shared = { period, dateRange, filters, compare, timezone };
  return {
    table: { report: "branchPerformance", args: { ...shared, sortBy, order, limit: PAGE, after } },
    trends: { report: "branchTrends", args: { ...shared, metric, grain } },
    cells: { report: "branchProductHeatmap", args: { ...shared, metric: variables.cellMetric } },
    hours: { report: "hourlySales", args: { ...shared, metric: variables.hourMetric } },
  };
}
