/** How a number was made, as the envelope and the catalog tell it, in words. Pure. */
import type { CatalogMeasure } from "../api/shell";
import type { Answer, Meta } from "../api/unwrap";
import { count, daysIn, instant, numberAs, windowOf, type Kind } from "../format";
import { comparisonName, comparisonRule, nullReason, rejectionReason } from "../words";

/** Fields of reports that are measures of the catalog under another name. */
const MEASURE_OF: Readonly<Record<string, string>> = {
  totalRevenue: "netRevenue",
  revenue: "netRevenue",
  profit: "grossProfit",
  totalOrders: "orders",
  totalLines: "lines",
  uniqueCustomers: "customers",
  uniqueProducts: "products",
  uniqueBranches: "branches",
  uniqueSalespeople: "salespeople",
};

const METRIC: Readonly<Record<string, string>> = {
  REVENUE: "netRevenue",
  ORDERS: "orders",
  CUSTOMERS: "customers",
  AOV: "averageOrderValue",
  PROFIT: "grossProfit",
  MARGIN: "profitMargin",
  UNITS: "unitsSold",
};

export interface ProvedMeasure {
  readonly label: string;
  readonly definition: string;
  readonly formula: string;
  /** The formula with this answer's sums, null where the answer does not hold them. */
  readonly worked: string | null;
}

type Measures = ReadonlyMap<string, CatalogMeasure>;

/** The measures of the answer, those that it can be worked out for first; or the one that is asked about. */
export function provedMeasures(
  answer: Answer<unknown>,
  args: Readonly<Record<string, unknown>>,
  measures: Measures,
  only?: string,
) {
  const values = valuesOf(answer);
  const named = new Map(Object.entries(values).map(([field, value]) => [MEASURE_OF[field] ?? field, value]));
  const metric = typeof args.metric === "string" ? METRIC[args.metric] : undefined;
  const asked = Array.isArray(args.measures) ? args.measures.map(String) : [];
  const every = [...(metric === undefined ? [] : [metric]), ...asked, ...named.keys()];
  const names = only === undefined ? [...new Set(every)] : [only];
  return names.flatMap((name): ProvedMeasure[] => {
    const measure = measures.get(name);
    if (measure === undefined) return [];
    const { label, definition, formula } = measure;
    return [
      { label, definition, formula, worked: worked(measure, named, { measures, currency: answer.meta.currency }) },
    ];
  });
}

/** Totals of a list, or the one object of an overview; else the fields of its first row, without values. */
function valuesOf({ data, meta }: Answer<unknown>): Readonly<Record<string, unknown>> {
  if (isPlain(meta.totals)) return meta.totals;
  if (isPlain(data)) return data;
  const first: unknown = Array.isArray(data) ? data[0] : null;
  return isPlain(first) ? Object.fromEntries(Object.keys(first).map((field) => [field, null])) : {};
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

interface Working {
  readonly measures: Measures;
  readonly currency: string;
}

/** "16,593,507.01 / 104,016,238.85 = 15.95 %" */
function worked(measure: CatalogMeasure, values: ReadonlyMap<string, unknown>, working: Working): string | null {
  const { formula, name } = measure;
  const result = values.get(name);
  if (typeof result !== "number") return null;
  if (formula.includes("(")) return `= ${told(result, measure, working.currency)}`;
  const parts = [...formula.matchAll(/[a-z_]+/g)].map(([part]) => camel(part));
  if (!parts.every((part) => typeof values.get(part) === "number")) return null;
  const filled = formula.replace(/[a-z_]+/g, (part) => {
    const one = camel(part);
    return told(Number(values.get(one)), working.measures.get(one), working.currency);
  });
  return `${filled} = ${told(result, measure, working.currency)}`;
}

const KINDS: Readonly<Record<string, Kind>> = { money: "money", fraction: "ratio", count: "count", units: "units" };

function told(value: number, measure: CatalogMeasure | undefined, currency: string): string {
  return numberAs(value, { kind: KINDS[measure?.unit ?? ""] ?? "number", currency, numbers: "full" });
}

const camel = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());

export type Fact = readonly [string, string];

/** What the answer says of itself as a whole. */
export function provedAnswer(meta: Meta): readonly Fact[] {
  const { engine, dataVersion, asOf, period, complete, cache, tookMs, stale } = meta;
  return [
    ["Engine", engine],
    ["Data version", dataVersion ?? "none"],
    ["Newest sale", asOf === null ? "none" : instant(asOf, period?.timezone ?? "UTC")],
    ["Exactness", exactness(meta)],
    ["Completeness", complete ? "complete: no loaded line was left out" : "not complete, see below"],
    ["Freshness", stale ? "an earlier answer: the data cannot be reached" : "current"],
    ["Computed", cache.hit ? `${ago(cache.ageMs)} before, and kept` : "for this request"],
    ["Time", `${tookMs.toFixed(0)} ms`],
  ];
}

function exactness({ exact, relativeError }: Meta): string {
  if (exact) return "exact";
  return relativeError === null ? "an estimate" : `an estimate, ±${(relativeError * 100).toFixed(1)} %`;
}

function ago(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}

export interface ProvedWindow {
  readonly name: string;
  readonly dates: string;
  readonly rule: string;
}

/** The windows, and why they are as long as each other, or are not. */
export function provedWindows({ period, comparisons }: Meta): readonly ProvedWindow[] {
  if (period === null) return [];
  const { start, end, timezone } = period;
  const days = daysIn(start, end);
  const now = { name: "Now", dates: windowOf(start, end, timezone), rule: `${count(days)} days of ${timezone}` };
  const then = comparisons.map(({ kind, start: from, end: to }) => ({
    name: kind === null ? "Then" : comparisonName(kind),
    dates: windowOf(from, to, timezone),
    rule: `${lengthSaid(daysIn(from, to), days)}${kind === null ? "" : `: ${comparisonRule(kind)}`}`,
  }));
  return [now, ...then];
}

const lengthSaid = (then: number, now: number): string =>
  then === now ? `${count(then)} days, as many as now` : `${count(then)} days beside ${count(now)}`;

export interface ProvedTable {
  readonly table: string;
  readonly what: string;
}

/** Which table answered which part, one line a table and window. */
export function provedTables(meta: Meta): readonly ProvedTable[] {
  const zone = meta.period?.timezone ?? "UTC";
  const lines = (meta.source?.parts ?? []).map(({ table, window, start, end }) => ({
    table,
    what: `${windowName(window, meta)}, ${windowOf(start, end, zone)}`,
  }));
  return [...new Map(lines.map((line) => [`${line.table} ${line.what}`, line])).values()];
}

function windowName(window: string, { comparisons }: Meta): string {
  const index = /\[(\d+)\]/.exec(window)?.[1];
  const kind = index === undefined ? null : (comparisons[Number(index)]?.kind ?? null);
  if (index === undefined) return "now";
  return kind === null ? "then" : comparisonName(kind);
}

/** Why every other table was passed over. */
export function provedRejections(meta: Meta, label: (name: string) => string): readonly ProvedTable[] {
  const reasons = new Map<string, Set<string>>();
  for (const { table, reason, field } of meta.source?.rejected ?? []) {
    const known = reasons.get(table) ?? new Set();
    reasons.set(table, known.add(rejectionReason(reason, field === null ? null : label(field))));
  }
  return [...reasons].map(([table, said]) => ({ table, what: [...said].join("; ") }));
}

/** Each reason of nulls once, with the fields that it is the reason for. */
export function provedNulls({ nulls }: Meta, label: (name: string) => string): readonly string[] {
  const fields = new Map<string, string[]>();
  for (const { field, code } of nulls) fields.set(code, [...(fields.get(code) ?? []), label(field)]);
  return [...fields].map(([code, of]) => `${listed(of)}: ${nullReason(code)}`);
}

const MOST_NAMED = 6;

function listed(names: readonly string[]): string {
  const unique = [...new Set(names)];
  if (unique.length <= MOST_NAMED) return unique.join(", ");
  return `${unique.slice(0, MOST_NAMED).join(", ")} and ${unique.length - MOST_NAMED} more`;
}
