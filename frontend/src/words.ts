/** What the API says in codes, said in words: why a value is null, why a table was passed over, what is compared. */
import type { Meta } from "./api/unwrap";
import { windowOf } from "./format";
import type { Dimension } from "./state/view";

/** By their ISO number, less one. */
export const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

/** Of docs/reference/nulls.md. */
const NULL_REASONS: Readonly<Record<string, string>> = {
  MEASURE_NOT_LOADED: "Never loaded: no file carries a column that this needs.",
  DIMENSION_NOT_LOADED: "Never loaded: no file names the members that this counts.",
  NOT_LOADED: "No day of this time was loaded.",
  COST_MISSING: "Some sales have no cost, so cost and profit are unknown.",
  ZERO_DENOMINATOR: "There is nothing to divide by.",
  NO_SALE: "There was no such sale.",
  NOT_SOLD: "It was not sold in this time.",
  NO_VALUE: "No sale states a value.",
  NO_PURCHASE: "The customer has not purchased.",
  NO_CUSTOMER: "The sales name no customer.",
  ONE_PURCHASE: "One purchase has no distance to another.",
  NOT_COMPARED: "No comparison was asked for.",
  NO_BASE: "No day of the earlier window was loaded, or there is none.",
  BASE_PARTIAL: "Some days of the earlier window were not loaded.",
  ZERO_BASE: "New: there was nothing then.",
  NOT_ASKED: "It was not asked for.",
  NO_BUCKET: "The earlier window is shorter.",
  NOT_ADDITIVE: "What is counted in several rows cannot be added up.",
  NOT_GROUPED: "The rows are grouped by something else.",
  NOT_AVAILABLE: "It is not computed yet.",
  MODEL_BEING_FITTED: "The model is still being fitted; ask again in a few seconds.",
  NOT_ENOUGH_DATA: "Too few customers came back, or the history is too short, for a model.",
  MODEL_NOT_CONVERGED: "No model fits the history.",
  RATES_NOT_LOADED: "No commission rates are loaded.",
  NO_RATE: "No commission rate counts for these sales on their days.",
  NO_SALESPERSON: "Sales without a salesperson earn nobody a commission.",
  TARGETS_NOT_LOADED: "No targets are loaded.",
  NO_TARGET: "There is no target in these months.",
  TARGET_OF_ALL_SALES: "The target is for all sales, and filters take some of them out.",
  TARGET_IN_UNITS: "The target is set in units, not in money.",
};

/** Of a dimension that has no members. */
export const NAMED_NOWHERE = "No loaded file names any.";

/** What the lines of sale are called that name no member, so that they are not taken for one. */
const UNNAMED: Readonly<Record<Dimension, string>> = {
  branch: "No branch named",
  productLine: "No line named",
  salesperson: "No salesperson named",
  customer: "No customer named",
  product: "No product named",
  itemGroup: "No group named",
  account: "No account named",
  region: "No region named",
  channel: "No channel named",
  status: "No status named",
};

export const unnamed = (dimension: Dimension): string => UNNAMED[dimension];

/** Why a table could not answer; {field} is what it is about. */
const REJECTIONS: Readonly<Record<string, string>> = {
  BASE_ASKED: "the base lines were asked for",
  DIMENSION_MISSING: "it does not keep {field}",
  FILTER_MISSING: "it cannot be filtered by {field}",
  GRAIN_TOO_COARSE: "its time buckets are longer than the question’s",
  ZONE_NOT_ALIGNED: "its days are not those of the zone asked for",
  MEASURE_NOT_DERIVABLE: "{field} cannot be had from it",
  STATUS_ASKED: "it holds completed sales only",
  ORDERS_NOT_EXACT: "orders cannot be counted exactly from it",
  NOT_BUILT: "it was not built for these months",
  PROOF_FAILED: "it failed its comparison with the base",
  WINDOW_TOO_SHORT: "no whole bucket of it fits into the window",
  MORE_ROWS: "another table with fewer rows answers as well",
};

/** What a comparison compares with. */
const COMPARISONS: Readonly<Record<string, string>> = {
  PREVIOUS_PERIOD: "the period before",
  PREVIOUS_YEAR: "the year before",
  SAME_WEEKDAYS_LAST_YEAR: "the same weekdays a year before",
  CUSTOM: "chosen dates",
};

/** How the window of a comparison is found. */
const RULES: Readonly<Record<string, string>> = {
  PREVIOUS_PERIOD: "as much of the time just before; a whole calendar unit beside a whole one",
  PREVIOUS_YEAR: "the same dates, a year earlier",
  SAME_WEEKDAYS_LAST_YEAR: "364 days earlier, so that each weekday stands beside its own",
  CUSTOM: "as chosen",
};

export function comparisonRule(kind: string): string {
  return RULES[kind.replace(/\d+$/, "")] ?? kind;
}

/** Why a value is null; a code that is new here is shown as it is. */
export function nullReason(code: string): string {
  return NULL_REASONS[code] ?? code;
}

/** Why a table did not answer a part of the question. */
export function rejectionReason(reason: string, field: string | null, label = field): string {
  return REJECTIONS[reason]?.replace("{field}", label ?? "what is asked") ?? reason;
}

/** What a comparison's kind compares with: "the year before". */
export function comparisonName(kind: string): string {
  return COMPARISONS[kind.replace(/\d+$/, "")] ?? kind;
}

/** Code of the reason why `field` is null: of the row when it says one, else of the whole answer. */
export function nullCode(
  field: string,
  row: readonly NullReason[] | null | undefined,
  all: readonly NullReason[] = [],
): string | null {
  const found = [...(row ?? []), ...all].find((one) => one.field === field);
  return found?.code ?? null;
}

export interface NullReason {
  readonly field: string;
  readonly code: string;
}

/** "1–18 Dec 2024 · KES · vs 1–18 Nov 2024": what a tile's numbers are of. */
export function subtitleOf(meta: Meta, unit: string | null = meta.currency): string {
  const { period, comparisons } = meta;
  if (period === null) return unit ?? "";
  const now = windowOf(period.start, period.end, period.timezone);
  const then = comparisons.map(({ start, end }) => windowOf(start, end, period.timezone));
  const parts = [now, unit, then.length > 0 ? `vs ${then.join(", ")}` : null];
  return parts.filter((part) => part !== null && part !== "").join(" · ");
}

type Filtered = Readonly<Record<string, { readonly in?: unknown; readonly notIn?: unknown } | null | undefined>>;

/** "branch Nairobi, Kisumu; product line other than Batteries": empty when nothing is filtered. */
export function filtersSaid(filters: unknown, label: (dimension: string) => string = (name) => name): string {
  if (typeof filters !== "object" || filters === null) return "";
  const parts = Object.entries(filters as Filtered).flatMap(([dimension, filter]) => [
    ...membersSaid(label(dimension), filter?.in),
    ...membersSaid(`${label(dimension)} other than`, filter?.notIn),
  ]);
  return parts.join("; ");
}

function membersSaid(lead: string, members: unknown): string[] {
  return Array.isArray(members) && members.length > 0 ? [`${lead} ${members.join(", ")}`] : [];
}
