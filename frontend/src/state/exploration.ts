/** What Explore asks, as the address says it: `?ms=grossProfit&r=branch&c=month&top=10&view=pivot`. Pure. */
import type { Grain, View } from "./view";

export const SHAPES = ["table", "pivot", "lines", "bars", "matrix"] as const;
export type Shape = (typeof SHAPES)[number];
export const OPERATORS = [">=", "<=", "!=", ">", "<", "="] as const;
export type Operator = (typeof OPERATORS)[number];

/** Rows must meet it; totals count every line all the same. */
export interface Condition {
  readonly measure: string;
  readonly op: Operator;
  readonly value: number;
}

export interface Exploration {
  readonly measures: readonly string[];
  /** Dimensions that rows are grouped by, outermost first. */
  readonly rows: readonly string[];
  /** A dimension, or a grain in small letters. */
  readonly column: string | null;
  readonly top: number | null;
  /** The top of each member of the first row, instead of all. */
  readonly isTopPer: boolean;
  readonly others: boolean;
  readonly totals: boolean;
  readonly having: readonly Condition[];
  readonly shape: Shape;
}

export const EXPLORE_KEYS = ["ms", "r", "c", "top", "per", "others", "totals", "h", "view"] as const;
export const MOST = { measures: 6, rows: 3, shownRows: 200, shownColumns: 60 } as const;
export const GRAINS = ["hour", "day", "week", "month", "quarter", "year"] as const;

export const DEFAULT_EXPLORATION: Exploration = {
  measures: ["netRevenue", "grossProfit", "profitMargin"],
  rows: ["branch"],
  column: null,
  top: null,
  isTopPer: false,
  others: false,
  totals: true,
  having: [],
  shape: "table",
};

/** Words that people write for measures. */
const SPOKEN: Readonly<Record<string, string>> = {
  profit: "grossProfit",
  margin: "profitMargin",
  revenue: "netRevenue",
  units: "unitsSold",
  aov: "averageOrderValue",
};

export function isGrain(column: string | null): boolean {
  return column !== null && (GRAINS as readonly string[]).includes(column);
}

export const grainOf = (column: string | null): Grain | null =>
  isGrain(column) ? ((column ?? "").toUpperCase() as Grain) : null;

/** `usual` is what rows are when the address says nothing. */
export function explorationOf(extra: View["extra"], usual = "branch"): Exploration {
  const listed = (key: string) => [...new Set((extra[key] ?? []).flatMap((text) => text.split(",")))].filter(Boolean);
  const only = (key: string): string | null => extra[key]?.[0] ?? null;
  const measures = listed("ms").map((name) => SPOKEN[name] ?? name);
  const isBare = extra.r === undefined && measures.length === 0;
  return {
    measures: measures.length === 0 ? DEFAULT_EXPLORATION.measures : measures.slice(0, MOST.measures),
    // with measures and no rows, none are meant
    rows: isBare ? [usual] : listed("r").slice(0, MOST.rows),
    column: only("c"),
    top: wholeOf(only("top")),
    isTopPer: only("per") === "1",
    others: only("others") === "1",
    totals: only("totals") !== "0",
    having: (extra.h ?? []).map(conditionOf).filter((condition) => condition !== null),
    shape: SHAPES.find((shape) => shape === only("view")) ?? DEFAULT_EXPLORATION.shape,
  };
}

function wholeOf(text: string | null): number | null {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 ? value : null;
}

export function extraOf(asked: Exploration): View["extra"] {
  const keys: Readonly<Record<(typeof EXPLORE_KEYS)[number], readonly string[]>> = {
    ms: asked.measures,
    r: asked.rows,
    c: asked.column === null ? [] : [asked.column],
    top: asked.top === null ? [] : [String(asked.top)],
    per: asked.isTopPer ? ["1"] : [],
    others: asked.others ? ["1"] : [],
    totals: asked.totals ? [] : ["0"],
    h: asked.having.map(({ measure, op, value }) => `${measure}${op}${value}`),
    view: asked.shape === DEFAULT_EXPLORATION.shape ? [] : [asked.shape],
  };
  return Object.fromEntries(Object.entries(keys).filter(([, values]) => values.length > 0));
}

function conditionOf(text: string): Condition | null {
  const op = OPERATORS.find((one) => text.includes(one));
  if (op === undefined) return null;
  const [measure = "", written = ""] = text.split(op);
  const value = Number(written);
  return /^\w+$/.test(measure) && written.trim() !== "" && Number.isFinite(value) ? { measure, op, value } : null;
}

/** A name moved by one place in its list; the same list at its ends. */
export function movedBy(names: readonly string[], name: string, step: -1 | 1): readonly string[] {
  const from = names.indexOf(name);
  const other = names[from + step];
  if (from < 0 || other === undefined) return names;
  return names.map((one) => (one === name ? other : one === other ? name : one));
}

/** The sort that still means something for this question, null for its own order. */
export function keptSort(sort: string | null, asked: Exploration, before: Exploration): string | null {
  if (sort === null) return null;
  const column = sort.replace(/^-/, "");
  const named = /^\w*/.exec(column)?.[0] ?? "";
  const isSamePivot = asked.column === before.column && asked.shape === before.shape;
  const isKnown = [...asked.measures, ...asked.rows, "time"].includes(named);
  return isKnown && (isSamePivot || !column.includes("[")) ? sort : null;
}
