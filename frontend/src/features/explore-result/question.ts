/** What Explore asks the API, of what the reader chose. Pure. */
import { grainOf, isGrain, MOST, type Exploration } from "../../state/exploration";
import type { Grain } from "../../state/view";

interface Sorted {
  field: string;
  order: "ASC" | "DESC";
}

export interface ExploreArguments extends Record<string, unknown> {
  readonly measures: string[];
  readonly dimensions: string[];
  readonly columns: string[];
  readonly grain: Grain | null;
  readonly having: { measure: string; op: string; value: number }[];
  readonly sort: Sorted[];
  readonly top: { n: number; per: string | null } | null;
  readonly limit: number;
  readonly totals: boolean;
  readonly others: boolean;
}

const DRAWN = { table: MOST.shownRows, pivot: MOST.shownRows, matrix: MOST.shownRows, bars: 50, lines: 50 } as const;

/** Rows stand under their outer group, which has a row of its own: not in a ranking of all rows. */
export function isGrouped({ rows, totals, top, isTopPer, shape }: Exploration): boolean {
  return rows.length > 1 && totals && (top === null || isTopPer) && ["table", "pivot", "matrix"].includes(shape);
}

/** Whether the column stands across; in a table it is one more key of the rows. */
const isAcross = ({ column, shape }: Exploration): boolean => column !== null && shape !== "table";

export function argumentsOf(asked: Exploration, sort: string | null): ExploreArguments {
  const { column, having, shape } = asked;
  const across = isAcross(asked) && column !== null ? column : null;
  const dimensions = dimensionsOf(asked);
  return {
    measures: isDrawn(asked) ? asked.measures.slice(0, 1) : [...asked.measures],
    dimensions,
    columns: across === null ? [] : [isGrain(across) ? "time" : across],
    grain: grainOf(column),
    having: having.map((one) => ({ ...one })),
    sort: isOfLines(asked) ? byMeasure(asked, sort) : sortOf(asked, sort),
    limit: DRAWN[shape],
    ...beyondRows(asked, dimensions),
  };
}

/** What rows are told apart by, but for time: a column that does not stand across is one more of them. */
function dimensionsOf(asked: Exploration): string[] {
  const { rows, column } = asked;
  const own = rows.filter((name) => name !== column);
  const isRow = column !== null && !isGrain(column) && !isAcross(asked);
  return isRow ? [...own, column] : own;
}

function beyondRows(
  asked: Exploration,
  dimensions: readonly string[],
): Pick<ExploreArguments, "top" | "totals" | "others"> {
  const { totals, others, shape, column } = asked;
  const hasRows = dimensions.length > 0 || (isGrain(column) && !isAcross(asked));
  const hasTotals = !["lines", "bars"].includes(shape);
  return {
    top: hasRows ? topOf(asked, dimensions) : null,
    totals: totals && hasTotals,
    others: others && hasRows && hasTotals,
  };
}

/** Drawn forms show the first measure. */
export const isDrawn = ({ shape }: Exploration): boolean => ["lines", "bars", "matrix"].includes(shape);

function topOf({ top, isTopPer }: Exploration, dimensions: readonly string[]): ExploreArguments["top"] {
  if (top === null) return null;
  return { n: top, per: isTopPer && dimensions.length > 1 ? (dimensions[0] ?? null) : null };
}

/** Groups are kept together by their names; within them, and in a ranking, the chosen order stands. */
function sortOf(asked: Exploration, sort: string | null): Sorted[] {
  const outer = isGrouped(asked) ? asked.rows.slice(0, -1) : [];
  const chosen = sort ?? (outer.length > 0 ? `-${asked.measures[0] ?? ""}` : null);
  if (chosen === null) return [];
  const field = chosen.replace(/^-/, "");
  const own: Sorted = { field, order: chosen.startsWith("-") ? "DESC" : "ASC" };
  const groups = outer.map((name): Sorted => (name === field ? own : { field: name, order: "ASC" }));
  return groups.includes(own) ? groups : [...groups, own];
}

const isOfLines = ({ shape, rows }: Exploration): boolean => shape === "lines" && rows.length > 0;

/** Which lines are drawn first is told by the measure, whatever a table was sorted by. */
function byMeasure({ measures }: Exploration, sort: string | null): Sorted[] {
  const [field = ""] = measures;
  return [{ field, order: sort === field ? "ASC" : "DESC" }];
}
