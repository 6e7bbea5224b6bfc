/** An `explore` table of one dimension by time as lines over labels. Pure; the labels and values are the API's. */

interface Column {
  readonly name: string;
  readonly label: string;
  readonly kind: string;
  readonly members: unknown;
}

export interface ExploreTable {
  readonly columns: readonly Column[];
  readonly rows: unknown;
}

export interface TimeLine {
  /** Null for lines of sale without a member. */
  readonly member: string | null;
  readonly values: readonly (number | null)[];
}

export interface TimePivot {
  /** First moment of each bucket, ISO with its offset. */
  readonly starts: readonly string[];
  readonly labels: readonly string[];
  readonly lines: readonly TimeLine[];
}

export function timePivot({ columns, rows }: ExploreTable): TimePivot {
  const member = columns.findIndex(({ kind }) => kind === "dimension");
  const whole = columns.find(({ kind, members }) => kind === "measure" && startOf(members) === null);
  const buckets = columns.flatMap(({ label, members }, index) => {
    const start = startOf(members);
    return start === null ? [] : [{ index, start, label: without(label, `, ${whole?.label ?? ""}`) }];
  });
  return {
    starts: buckets.map(({ start }) => start),
    labels: buckets.map(({ label }) => label),
    lines: (Array.isArray(rows) ? (rows as unknown[]) : []).filter(isList).map((row) => ({
      member: textOf(row[member]),
      values: buckets.map(({ index }) => numberOf(row[index])),
    })),
  };
}

/** Whether a bucket reaches over the end or the start of its window: its value is not of the whole bucket. */
export function isCut(start: string, grain: string | null, period: { start: string; end: string } | null): boolean {
  if (period === null || grain === null) return false;
  const next = nextDay(start.slice(0, 10), grain);
  return next !== null && (next > period.end.slice(0, 10) || start.slice(0, 10) < period.start.slice(0, 10));
}

export interface Told {
  readonly period: { readonly start: string; readonly end: string; readonly grain: string | null } | null;
  /** Moment of the newest sale. */
  readonly asOf: string | null;
}

/** Whether a bucket is whole, and where it is not, whether the data end in it: the rule of the API's points. */
export function stateOf(start: string, { period, asOf }: Told): { status: "COMPLETE" | "PARTIAL"; running: boolean } {
  const grain = period?.grain ?? null;
  if (grain === null || !isCut(start, grain, period)) return { status: "COMPLETE", running: false };
  return { status: "PARTIAL", running: endsWithin(start.slice(0, 10), grain, asOf) };
}

function endsWithin(day: string, grain: string, asOf: string | null): boolean {
  const next = nextDay(day, grain);
  const reached = asOf === null ? null : nextDay(asOf.slice(0, 10), "DAY");
  return next !== null && reached !== null && day < reached && reached < next;
}

const MONTHS: Readonly<Record<string, number>> = { MONTH: 1, QUARTER: 3, YEAR: 12 };
const DAYS: Readonly<Record<string, number>> = { DAY: 1, WEEK: 7 };

/** The local day after the bucket that starts on `day`; null for hours. */
function nextDay(day: string, grain: string): string | null {
  const date = new Date(`${day}T00:00:00Z`);
  const [months, days] = [MONTHS[grain], DAYS[grain]];
  if (months !== undefined) date.setUTCMonth(date.getUTCMonth() + months);
  else if (days !== undefined) date.setUTCDate(date.getUTCDate() + days);
  else return null;
  return date.toISOString().slice(0, 10);
}

function startOf(members: unknown): string | null {
  if (typeof members !== "object" || members === null || !("time" in members)) return null;
  return textOf(members.time);
}

const isList = (row: unknown): row is unknown[] => Array.isArray(row);
const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);
const numberOf = (value: unknown): number | null => (typeof value === "number" ? value : null);
const without = (text: string, tail: string): string => (text.endsWith(tail) ? text.slice(0, -tail.length) : text);
