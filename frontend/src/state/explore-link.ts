/** The address of Explore that asks what a tile asks, for "Open in Explore" and for slow questions. Pure. */
import { DEFAULT_EXPLORATION, extraOf, type Condition, type Exploration, type Operator } from "./exploration";
import { DEFAULT_VIEW, DIMENSIONS, formatView, withMembers, type Compared, type Dimension, type View } from "./view";

type Args = Readonly<Record<string, unknown>>;
type Made = Partial<Exploration>;

interface Question {
  /** The GraphQL field. */
  readonly report: string;
  readonly args: Args;
}

const METRICS: Readonly<Record<string, string>> = {
  REVENUE: "netRevenue",
  PROFIT: "grossProfit",
  MARGIN: "profitMargin",
  UNITS: "unitsSold",
  ORDERS: "orders",
  CUSTOMERS: "customers",
  AOV: "averageOrderValue",
};
const COMMON = ["netRevenue", "grossProfit", "profitMargin", "unitsSold", "orders"];
const RETURNS = ["returnsValue", "returnRate", "unitsReturned"];

const ranked = (dimension: string) => (args: Args) => ({ rows: [dimension], measures: COMMON, ...limited(args) });
const overTime =
  (rows: readonly string[]) =>
  (args: Args): Made => ({
    rows,
    measures: [measureOf(args)],
    column: wordOf(args.grain) ?? "month",
    shape: "lines",
  });

/** Reports that are tables of measures by dimensions and time. Others, such as cohorts, are no question of Explore. */
const MADE: Readonly<Record<string, (args: Args) => Made>> = {
  salesOverview: () => ({ rows: [], measures: COMMON }),
  profitabilityMetrics: () => ({
    rows: [],
    measures: ["grossRevenue", "returnsValue", "netRevenue", "totalCost", "grossProfit", "profitMargin"],
  }),
  salesTrends: overTime([]),
  branchTrends: overTime(["branch"]),
  salespersonLeaderboard: ranked("salesperson"),
  topProducts: ranked("product"),
  productLines: ranked("productLine"),
  categoryBreakdown: ranked("itemGroup"),
  branchPerformance: ranked("branch"),
  topCustomers: ranked("customer"),
  marginAnalysis: (args) => ranked(camel(args.groupBy) ?? "product")(args),
  returnsAnalysis: (args) => ({ ...ranked(camel(args.groupBy) ?? "product")(args), measures: RETURNS }),
  changeDrivers: (args) => ({ rows: [textOf(args.dimension) ?? "productLine"], measures: [measureOf(args)] }),
  salespersonProductMix: () => ({
    rows: ["salesperson"],
    column: "productLine",
    measures: ["netRevenue"],
    shape: "matrix",
  }),
  branchProductHeatmap: (args) => ({
    rows: ["branch"],
    column: "productLine",
    measures: [measureOf(args)],
    shape: "matrix",
  }),
  explore: explored,
};

/** Null for a report that Explore cannot ask. */
export function exploreHref({ report, args }: Question): string | null {
  const made = MADE[report]?.(args);
  if (made === undefined) return null;
  const asked = { ...DEFAULT_EXPLORATION, ...made };
  return `/explore${formatView({ ...windowOf(args), sort: sortOf(args, asked), extra: extraOf(asked) })}`;
}

/** Members of a dimension side by side, with what is usually compared. */
export function sideBySide({ filters }: View, dimension: Dimension, members: readonly string[]): Partial<View> {
  return {
    filters: withMembers(filters, dimension, { in: members, notIn: [] }),
    extra: extraOf({ ...DEFAULT_EXPLORATION, rows: [dimension], measures: COMMON }),
  };
}

function explored(args: Args): Made {
  const columns = namesOf(args.columns);
  const rows = namesOf(args.dimensions).filter((name) => !columns.includes(name));
  const grain = wordOf(args.grain);
  const [first] = columns;
  const top = args.top as { n?: number; per?: string | null } | null | undefined;
  return {
    measures: namesOf(args.measures),
    rows,
    column: first === "time" ? grain : (first ?? grain),
    shape: first === undefined ? "table" : "pivot",
    top: top?.n ?? null,
    isTopPer: typeof top?.per === "string",
    others: args.others === true,
    totals: args.totals !== false,
    having: conditionsOf(args.having),
  };
}

function limited({ limit }: Args): Made {
  return typeof limit === "number" && limit <= 100 ? { top: limit, others: true } : {};
}

function windowOf(args: Args): View {
  const dates = args.dateRange as { startDate?: unknown; endDate?: unknown } | null | undefined;
  const [from, to] = [dayOf(dates?.startDate), dayOf(dates?.endDate)];
  const window =
    from !== null && to !== null
      ? { period: "CUSTOM" as const, from, to }
      : { period: (textOf(args.period) ?? DEFAULT_VIEW.period) as View["period"], from: null, to: null };
  return {
    ...DEFAULT_VIEW,
    ...window,
    compare: Array.isArray(args.compare) ? args.compare.flatMap(comparedOf) : DEFAULT_VIEW.compare,
    filters: filtersOf(args.filters),
    timezone: textOf(args.timezone),
  };
}

const KINDS = ["PREVIOUS_PERIOD", "PREVIOUS_YEAR", "SAME_WEEKDAYS_LAST_YEAR"] as const;

function comparedOf(one: unknown): Compared[] {
  const { kind, startDate, endDate } = typeof one === "string" ? dated(one) : (one as Partial<Compared>);
  if (startDate && endDate) return [{ kind: "CUSTOM", startDate, endDate }];
  const known = KINDS.find((name) => name === kind);
  return known === undefined ? [] : [{ kind: known }];
}

/** REST writes custom dates as `2023-01-01/2023-01-31`. */
function dated(text: string): { kind?: string; startDate?: string; endDate?: string } {
  const [startDate, endDate] = text.split("/");
  return startDate !== undefined && endDate !== undefined ? { startDate, endDate } : { kind: text };
}

function filtersOf(value: unknown): View["filters"] {
  const asked = (value ?? {}) as Readonly<Record<string, { in?: unknown; notIn?: unknown } | null | undefined>>;
  const known = DIMENSIONS.map((name) => [name, { in: namesOf(asked[name]?.in), notIn: namesOf(asked[name]?.notIn) }]);
  return Object.fromEntries(
    known.filter(([, members]) => typeof members === "object" && members.in.length + members.notIn.length > 0),
  ) as View["filters"];
}

function sortOf({ sortBy, order, sort }: Args, { measures }: Exploration): string | null {
  const [first] = Array.isArray(sort) ? (sort as { field: string; order?: string }[]) : [];
  if (first !== undefined) return directed(first.field, first.order);
  const measure = METRICS[textOf(sortBy) ?? ""] ?? "";
  return measures.includes(measure) ? directed(measure, order) : null;
}

const directed = (name: string, order: unknown): string => `${order === "ASC" ? "" : "-"}${name}`;

function conditionsOf(value: unknown): readonly Condition[] {
  if (!Array.isArray(value)) return [];
  return (value as { measure: string; op: Operator; value?: number }[]).flatMap((one) =>
    typeof one.value === "number" ? [{ ...one, value: one.value }] : [],
  );
}

const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);
const dayOf = (value: unknown): string | null => textOf(value)?.slice(0, 10) ?? null;
const wordOf = (value: unknown): string | null => textOf(value)?.toLowerCase() ?? null;
const namesOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((name) => typeof name === "string") : [];
const camel = (value: unknown): string | null =>
  wordOf(value)?.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()) ?? null;
const measureOf = ({ metric }: Args): string => METRICS[textOf(metric) ?? ""] ?? "netRevenue";
