/** What the Salespeople page asks for a view. Pure. */
import type {
  Metric,
  SalespeoplePageQueryVariables,
  SalespersonProductMixSort,
  SalespersonSort,
} from "../../../api/gen/operations";
import type { Question } from "../../../api/rest";
import { grainOf } from "../../../state/grain";
import { metricOf, type MetricLook } from "../../../state/metric";
import type { Members, View } from "../../../state/view";
import { questionOf } from "../../../state/view-context";
import { sortOf, type Sorted } from "../../../ui/sort";

export const BOARD_SORTS: readonly SalespersonSort[] = [
  "PROFIT",
  "REVENUE",
  "MARGIN",
  "UNITS",
  "GROWTH",
  "ORDERS",
  "SALESPERSON",
  "RETURN_RATE",
  "AVERAGE_ORDER_VALUE",
  "SHARE",
  "COMMISSION",
  "QUOTA_ATTAINMENT",
];
const MIX_SORTS: readonly SalespersonProductMixSort[] = ["PROFIT", "REVENUE", "UNITS", "MARGIN"];
const METRICS: Readonly<Partial<Record<SalespersonSort, Metric>>> = {
  REVENUE: "REVENUE",
  MARGIN: "MARGIN",
  UNITS: "UNITS",
  ORDERS: "ORDERS",
  AVERAGE_ORDER_VALUE: "AOV",
};
const PAGE = 50;
const SHOWN_UNASKED = 3;

export const boardSort = (view: View): Sorted<SalespersonSort> =>
  sortOf(view.sort, BOARD_SORTS) ?? { sortBy: "PROFIT", order: "DESC" };

/** What the trend shows: the measure that the board is sorted by, profit where that is none over time. */
export const readBy = ({ sortBy }: Pick<Sorted<SalespersonSort>, "sortBy">): MetricLook =>
  metricOf(METRICS[sortBy] ?? "PROFIT");

type Variables = Omit<SalespeoplePageQueryVariables, "shell">;

export function salespeopleQuestion(view: View): Variables {
  const sorted = boardSort(view);
  const pins = shownPins(view);
  const { measure } = readBy(sorted);
  return {
    ...questionOf(view),
    ...sorted,
    ...sparkWindow(view),
    after: view.extra.after?.[0] ?? null,
    focus: questionOf({ ...view, filters: focusOf(view, pins) }).filters,
    mixSortBy: MIX_SORTS.find((sort) => sort === sorted.sortBy) ?? "PROFIT",
    measures: [measure],
    courseSort: [{ field: measure, order: "DESC" }],
    grain: grainOf(view),
    drawn: pins.length > 0 ? pins.length : SHOWN_UNASKED,
  };
}

/** Each tile's part of the question, as REST asks it. */
export function asksOf(variables: Variables): Readonly<Record<"board" | "mix" | "courses", Question>> {
  const { period, dateRange, filters, focus, compare, timezone, sortBy, order, after } = variables;
  const window = { period, dateRange, timezone };
  const { measures, grain, courseSort, drawn, mixSortBy } = variables;
  return {
    board: {
      report: "salespersonLeaderboard",
      args: { ...window, filters, compare, sortBy, order, limit: PAGE, after },
    },
    mix: {
      report: "salespersonProductMix",
      args: { ...window, filters: focus, compare, sortBy: mixSortBy, order: "DESC" },
    },
    courses: {
      report: "explore",
      args: {
        measures,
        dimensions: ["salesperson"],
        columns: ["time"],
        grain,
        ...window,
        filters: focus,
        compare: [],
        sort: courseSort,
        limit: drawn,
      },
    },
  };
}

/** Pinned people that the filters leave in. */
export function shownPins({ pin, filters }: View): readonly string[] {
  const chosen = filters.salesperson;
  if (chosen === undefined) return pin;
  return pin.filter((name) => (chosen.in.length === 0 || chosen.in.includes(name)) && !chosen.notIn.includes(name));
}

function focusOf({ filters }: View, pins: readonly string[]): View["filters"] {
  if (pins.length === 0) return filters;
  const members: Members = { in: pins, notIn: [] };
  return { ...filters, salesperson: members };
}

/** Twelve months that end with the window shown. */
export function sparkWindow({ period, to }: View): Pick<SalespeoplePageQueryVariables, "sparkPeriod" | "sparkRange"> {
  if (period !== "CUSTOM" || to === null) return { sparkPeriod: "LAST_12_MONTHS", sparkRange: null };
  const first = new Date(`${to.slice(0, 7)}-01T00:00:00Z`);
  first.setUTCMonth(first.getUTCMonth() - 11);
  return { sparkPeriod: "CUSTOM", sparkRange: { startDate: first.toISOString().slice(0, 10), endDate: to } };
}
