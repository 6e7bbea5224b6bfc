/** What the pages of one salesperson and of one branch ask for a view. Pure. */
import type { BranchPageQueryVariables, SalespersonPageQueryVariables } from "../../api/gen/operations";
import type { Question } from "../../api/rest";
import { HOURS_OF } from "../../features/hours/data";
import { PART_SORTS } from "../../features/member-parts/data";
import { first } from "../../state/extra";
import { metricOf } from "../../state/metric";
import { withMembers, type Dimension, type View } from "../../state/view";
import { questionOf } from "../../state/view-context";
import { sortOf } from "../../ui/sort";

type SalespersonVariables = Omit<SalespersonPageQueryVariables, "shell">;
type BranchVariables = Omit<BranchPageQueryVariables, "shell">;

/** The filters of the view with the page's own member instead of any other. */
export function ownFilters(view: View, dimension: Dimension, name: string): View["filters"] {
  return withMembers(view.filters, dimension, { in: [name], notIn: [] });
}

export function salespersonQuestion(view: View, name: string): SalespersonVariables {
  const own = questionOf({ ...view, filters: ownFilters(view, "salesperson", name) });
  const team = withMembers(view.filters, "salesperson", { in: [], notIn: [] });
  const { sortBy, order } = partSort(view);
  return {
    ...own,
    team: questionOf({ ...view, filters: team }).filters,
    focus: own.filters,
    mixSortBy: "REVENUE",
    metric: metricOf(view.metric).metric,
    grain: view.grain,
    branchesSortBy: sortBy,
    customersSortBy: sortBy,
    order,
  };
}

export function branchQuestion(view: View, name: string): BranchVariables {
  const { sortBy, order } = partSort(view);
  return {
    ...questionOf({ ...view, filters: ownFilters(view, "branch", name) }),
    metric: metricOf(view.metric).metric,
    hourMetric: metricOf(first(view, HOURS_OF)).metric,
    grain: view.grain,
    salespeopleSortBy: sortBy,
    linesSortBy: sortBy,
    customersSortBy: sortBy,
    order,
  };
}

const partSort = (view: View) => sortOf(view.sort, PART_SORTS) ?? ({ sortBy: "PROFIT", order: "DESC" } as const);

type Asks<Name extends string> = Readonly<Record<Name, Question>>;

/** The tiles that both pages have, each as REST asks it. */
export function sharedAsks(
  variables: SalespersonVariables | BranchVariables,
): Asks<"figures" | "trend" | "drivers" | "customers"> {
  const { metric, grain, customersSortBy: sortBy, order } = variables;
  const shared = sharedArgs(variables);
  return {
    figures: { report: "salesOverview", args: shared },
    trend: { report: "salesTrends", args: { ...shared, metric, grain } },
    drivers: { report: "changeDrivers", args: { ...shared, metric: "PROFIT", dimension: "productLine", limit: 8 } },
    customers: { report: "topCustomers", args: { ...shared, sortBy, order, limit: 10 } },
  };
}

export function salespersonAsks(variables: SalespersonVariables): Asks<"mix" | "branches" | "returns"> {
  const shared = sharedArgs(variables);
  const { branchesSortBy: sortBy, order } = variables;
  return {
    mix: { report: "salespersonProductMix", args: { ...shared, sortBy: "REVENUE", order: "DESC" } },
    branches: { report: "branchPerformance", args: { ...shared, sortBy, order, limit: 10 } },
    returns: { report: "returnsAnalysis", args: { ...shared, groupBy: "PRODUCT", limit: 8 } },
  };
}

export function branchAsks(variables: BranchVariables): Asks<"goal" | "salespeople" | "lines" | "hours"> {
  const shared = sharedArgs(variables);
  const { salespeopleSortBy: sortBy, linesSortBy, order, hourMetric } = variables;
  return {
    goal: { report: "branchPerformance", args: { ...shared, limit: 1 } },
    salespeople: { report: "salespersonLeaderboard", args: { ...shared, sortBy, order, limit: 10 } },
    lines: { report: "productLines", args: { ...shared, sortBy: linesSortBy, order, limit: 10 } },
    hours: { report: "hourlySales", args: { ...shared, metric: hourMetric } },
  };
}

function sharedArgs({ period, dateRange, filters, compare, timezone }: SalespersonVariables | BranchVariables) {
  return { period, dateRange, filters, compare, timezone };
}
