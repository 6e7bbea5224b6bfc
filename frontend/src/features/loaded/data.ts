/** Which days are loaded, a row a branch and a cell a month, and the holes in words. Pure; days are local ISO dates. */

export interface Span {
  readonly start: string;
  readonly end: string;
}

export interface Range {
  readonly start?: string | null;
  readonly end?: string | null;
  readonly loaded: readonly Span[];
  readonly branches: readonly { readonly branch: string; readonly loaded: readonly Span[] }[];
}

/** `partly` is a day that some branches have and others miss; `outside` lies before or after everything loaded. */
export type DayState = "loaded" | "partly" | "missing" | "outside";

export interface Month {
  /** 2024-03 */
  readonly name: string;
  readonly days: readonly DayState[];
  readonly state: DayState;
  /** Days that are wholly loaded, of those that are not outside. */
  readonly loaded: number;
  readonly of: number;
}

export interface Row {
  /** Null stands for all branches together. */
  readonly branch: string | null;
  readonly months: readonly Month[];
  readonly holes: readonly Span[];
}

const DAY_MS = 86_400_000;

export function rowsOf(range: Range): Row[] {
  const { start, end, branches } = range;
  if (!start || !end) return [];
  const bounds = { start, end };
  const each = branches.map(({ branch, loaded }) => {
    const has = daysOf(loaded);
    return rowOf(branch, bounds, (day) => (has.has(day) ? "loaded" : "missing"));
  });
  const any = daysOf(range.loaded);
  const inAll = branches.map(({ loaded }) => daysOf(loaded));
  const together = rowOf(null, bounds, (day) => {
    if (!any.has(day)) return "missing";
    return inAll.every((has) => has.has(day)) ? "loaded" : "partly";
  });
  return [together, ...each];
}

function rowOf(branch: string | null, bounds: Span, stateOf: (day: string) => DayState): Row {
  const inside = (day: string): DayState => (day < bounds.start || day > bounds.end ? "outside" : stateOf(day));
  const months = monthsOf(bounds).map((name) => monthOf(name, inside));
  const days = months.flatMap(({ name, days: states }) =>
    states.map((state, at) => ({ day: dayOf(name, at), isHole: state === "missing" })),
  );
  return { branch, months, holes: runs(days) };
}

function monthOf(name: string, stateOf: (day: string) => DayState): Month {
  const days = Array.from({ length: lengthOf(name) }, (_, at) => stateOf(dayOf(name, at)));
  const inside = days.filter((state) => state !== "outside");
  const loaded = inside.filter((state) => state === "loaded").length;
  return { name, days, state: summary(inside, loaded), loaded, of: inside.length };
}

function summary(inside: readonly DayState[], loaded: number): DayState {
  if (inside.length === 0) return "outside";
  if (loaded === inside.length) return "loaded";
  return inside.every((state) => state === "missing") ? "missing" : "partly";
}

/** Days that follow each other and are missing. */
function runs(days: readonly { readonly day: string; readonly isHole: boolean }[]): Span[] {
  const found: { start: string; end: string }[] = [];
  let open: { start: string; end: string } | null = null;
  for (const { day, isHole } of days) {
    if (!isHole) open = null;
    else if (open) open.end = day;
    else found.push((open = { start: day, end: day }));
  }
  return found;
}

function daysOf(spans: readonly Span[]): ReadonlySet<string> {
  return new Set(
    spans.flatMap(({ start, end }) => {
      const count = (Date.parse(end) - Date.parse(start)) / DAY_MS + 1;
      return Array.from({ length: count }, (_, at) => iso(Date.parse(start) + at * DAY_MS));
    }),
  );
}

function monthsOf({ start, end }: Span): string[] {
  const names: string[] = [];
  for (let name = start.slice(0, 7); name <= end.slice(0, 7); name = nextMonth(name)) names.push(name);
  return names;
}

function nextMonth(name: string): string {
  const first = new Date(`${name}-01T00:00:00Z`);
  return iso(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 1)).slice(0, 7);
}

function lengthOf(name: string): number {
  return (Date.parse(`${nextMonth(name)}-01`) - Date.parse(`${name}-01`)) / DAY_MS;
}

export const dayOf = (month: string, at: number): string => `${month}-${String(at + 1).padStart(2, "0")}`;

const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

const MONTH = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
const SHORT = new Intl.DateTimeFormat("en-GB", { month: "short", timeZone: "UTC" });
const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

/** Written in three letters like every other month, and as everywhere else. */
const september = (text: string): string => text.replaceAll("Sept", "Sep");

export const monthWords = (name: string): string => MONTH.format(new Date(`${name}-01T00:00:00Z`));
export const monthShort = (name: string): string => september(SHORT.format(new Date(`${name}-01T00:00:00Z`)));
export const dayWords = (day: string): string => september(DAY.format(new Date(`${day}T00:00:00Z`)));

function spanWords({ start, end }: Span): string {
  const days = DAY.formatRange(new Date(`${start}T00:00:00Z`), new Date(`${end}T00:00:00Z`));
  return september(days.replace(/[\u2009\u202f]/g, ""));
}

/** What a cell says: "March 2024, Nairobi: 29 of 31 days loaded". */
export function monthSentence(branch: string | null, month: Month): string {
  const where = branch ?? "all branches";
  if (month.of === 0) return `${monthWords(month.name)}, ${where}: outside of the loaded range`;
  return `${monthWords(month.name)}, ${where}: ${month.loaded} of ${month.of} days loaded`;
}

/** Holes of the whole store and of single branches, those of all branches said once. */
export function holeSentences(rows: readonly Row[]): string[] {
  const [together, ...each] = rows;
  if (!together) return [];
  const common = together.holes.map((hole) => `${spanWords(hole)}: no branch`);
  const known = new Set(together.holes.map(({ start, end }) => `${start}/${end}`));
  const single = each.flatMap(({ branch, holes }) =>
    holes
      .filter(({ start, end }) => !known.has(`${start}/${end}`))
      .map((hole) => `${spanWords(hole)}: ${branch ?? ""}`),
  );
  return [...common, ...single];
}
