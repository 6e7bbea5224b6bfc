/** A tile's question as Explore asks it, for "Open in Explore". Pure. */
import type { Question } from "../api/rest";

type Extra = Readonly<Record<string, readonly string[]>>;

const SUMS = ["netRevenue", "grossProfit", "profitMargin", "orders"];
const RETURNS = ["returnsValue", "returnRate", "unitsReturned", "netRevenue"];
const METRICS: Readonly<Record<string, string>> = {
  REVENUE: "netRevenue",
  ORDERS: "orders",
  CUSTOMERS: "customers",
  AOV: "averageOrderValue",
  PROFIT: "grossProfit",
  MARGIN: "profitMargin",
  UNITS: "unitsSold",
};

const RANKED: Readonly<Record<string, string>> = {
  salespersonLeaderboard: "salesperson",
  topProducts: "product",
  productLines: "productLine",
  categoryBreakdown: "itemGroup",
  branchPerformance: "branch",
  topCustomers: "customer",
};

/** Keys of Explore's address, null when Explore cannot ask the question. */
export function exploreOf({ report, args }: Question): Extra | null {
  const dimension = RANKED[report];
  if (dimension !== undefined) return { ms: SUMS, r: [dimension] };
  return OTHERS[report]?.(args) ?? null;
}

type Args = Question["args"];

const OTHERS: Readonly<Record<string, (args: Args) => Extra>> = {
  salesOverview: () => ({ ms: [...SUMS, "averageOrderValue", "customers"] }),
  profitabilityMetrics: () => ({ ms: ["grossRevenue", "returnsValue", "netRevenue", "totalCost", "grossProfit"] }),
  salesTrends: (args) => ({ ms: [measureOf(args)], c: [bucketOf(args)], view: ["lines"] }),
  branchTrends: (args) => ({ ms: [measureOf(args)], r: ["branch"], c: [bucketOf(args)], view: ["lines"] }),
  salespersonProductMix: () => ({ ms: ["netRevenue"], r: ["salesperson"], c: ["productLine"], view: ["pivot"] }),
  branchProductHeatmap: (args) => ({ ms: [measureOf(args)], r: ["branch"], c: ["productLine"], view: ["matrix"] }),
  marginAnalysis: (args) => ({ ms: SUMS, r: [groupOf(args)] }),
  returnsAnalysis: (args) => ({ ms: RETURNS, r: [groupOf(args)] }),
  explore: (args) => ({
    ms: names(args.measures),
    r: names(args.dimensions).filter((name) => name !== TIME),
    c: columnOf(args),
  }),
};

const TIME = "time";

/** One dimension, or time as its grain. */
function columnOf(args: Args): readonly string[] {
  const first = names(args.columns)[0] ?? names(args.dimensions).find((name) => name === TIME);
  if (first === undefined) return [];
  return [first === TIME ? bucketOf(args) : first];
}

const word = (value: unknown, other: string): string => (typeof value === "string" ? value : other);
const names = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
const measureOf = ({ metric }: Args): string => METRICS[word(metric, "REVENUE")] ?? "netRevenue";
const bucketOf = ({ grain }: Args): string => word(grain, "DAY").toLowerCase();
const groupOf = ({ groupBy }: Args): string =>
  word(groupBy, "PRODUCT")
    .toLowerCase()
    .replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
