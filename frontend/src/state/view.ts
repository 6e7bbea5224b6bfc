/** What a page shows, as the address says it: `?branch=Nairobi&cmp=year&p=quarter`. Pure; kept nowhere else. */
import type { Period } from "../api/gen/operations";
import { comparedKeys, comparedOf } from "./compared";
import { isWindow, isZone, sortName } from "./known";
import { METRIC_NAMES } from "./metric";

export type { Period };
export type Grain = "HOUR" | "DAY" | "WEEK" | "MONTH" | "QUARTER" | "YEAR";
export type Comparison = "PREVIOUS_PERIOD" | "PREVIOUS_YEAR" | "SAME_WEEKDAYS_LAST_YEAR" | "CUSTOM";

export interface Compared {
  readonly kind: Comparison;
  /** First and last day, of `CUSTOM` alone. */
  readonly startDate?: string;
  readonly endDate?: string;
}

export interface Members {
  readonly in: readonly string[];
  readonly notIn: readonly string[];
}

export interface View {
  readonly period: Period;
  /** First and last day, both included; set when the period is `CUSTOM` alone. */
  readonly from: string | null;
  readonly to: string | null;
  /** In the reader's order; the first is what changes are told against. */
  readonly compare: readonly Compared[];
  /** By the catalog's name of the dimension; never with two empty lists. */
  readonly filters: Readonly<Partial<Record<Dimension, Members>>>;
  readonly metric: string;
  readonly grain: Grain | null;
  readonly timezone: string | null;
  /** `-profit`: the minus is descending. */
  readonly sort: string | null;
  readonly pin: readonly string[];
  /** Version and day of the data that a link with exact dates was made from. */
  readonly version: string | null;
  /** Keys that a page declares itself. */
  readonly extra: Readonly<Record<string, readonly string[]>>;
}

export interface Parsed {
  readonly view: View;
  /** What the address says and no page knows, as `key` or `key=value`. */
  readonly dropped: readonly string[];
}

export const MOST_COMPARED = 3;
export const LONGEST_ADDRESS = 2000;

const SHORT = {
  branch: "branch",
  productLine: "line",
  salesperson: "sp",
  customer: "customer",
  product: "product",
  itemGroup: "group",
  account: "account",
  region: "region",
  channel: "channel",
  status: "status",
} as const;

export type Dimension = keyof typeof SHORT;
export const DIMENSIONS = Object.keys(SHORT) as readonly Dimension[];

const PERIODS_KNOWN: readonly Period[] = [
  "TODAY",
  "WEEK",
  "MONTH",
  "QUARTER",
  "YEAR",
  "LAST_7_DAYS",
  "LAST_30_DAYS",
  "LAST_90_DAYS",
  "LAST_12_MONTHS",
  "ALL",
];
const GRAINS: readonly Grain[] = ["HOUR", "DAY", "WEEK", "MONTH", "QUARTER", "YEAR"];
export const DEFAULT_VIEW: View = {
  period: "MONTH",
  from: null,
  to: null,
  compare: [{ kind: "PREVIOUS_PERIOD" }],
  filters: {},
  metric: "REVENUE",
  grain: null,
  timezone: null,
  sort: null,
  pin: [],
  version: null,
  extra: {},
};

/** What a page declares of the address. */
export interface Declared {
  /** Keys of its own. */
  readonly keys?: readonly string[] | undefined;
  /** What its lists can be sorted by; null where the answer decides. */
  readonly sorts?: readonly string[] | null;
}

/** The view of a query string on a page that declares something of it. What nobody knows is dropped and listed. */
export function parseView(search: string, { keys = [], sorts = null }: Declared = {}): Parsed {
  const asked = new URLSearchParams(search);
  const reader = new Reader(asked);
  const view: View = {
    ...reader.window(),
    compare: reader.compared(),
    filters: reader.filters(),
    metric: reader.oneOf("m", METRIC_NAMES) ?? DEFAULT_VIEW.metric,
    grain: reader.oneOf("g", GRAINS),
    timezone: reader.text("tz", isZone),
    sort: reader.text("sort", (text) => sorts?.includes(sortName(text)) !== false),
    pin: reader.list("pin"),
    version: reader.text("v"),
    extra: reader.extra(keys),
  };
  return { view, dropped: reader.dropped() };
}

/** The query string of a view: keys sorted, lists repeated, defaults left out; empty or with its `?`. */
export function formatView(view: View): string {
  const keys: Readonly<Record<string, readonly (string | null)[]>> = {
    ...windowKeys(view),
    ...filterKeys(view.filters),
    cmp: comparedKeys(view.compare),
    m: view.metric === DEFAULT_VIEW.metric ? [] : [spoken(view.metric)],
    g: [view.grain && spoken(view.grain)],
    tz: [view.timezone],
    sort: [view.sort],
    pin: view.pin,
    v: [view.version],
    ...view.extra,
  };
  const pairs = Object.keys(keys)
    .sort()
    .flatMap((key) => (keys[key] ?? []).filter((value) => value !== null).map((value) => [key, value]));
  const text = new URLSearchParams(pairs).toString();
  return text === "" ? "" : `?${text}`;
}

/** The filters with one dimension's members replaced; empty lists take the dimension out. */
export function withMembers(filters: View["filters"], dimension: Dimension, members: Members): View["filters"] {
  const others = Object.fromEntries(Object.entries(filters).filter(([name]) => name !== dimension));
  return members.in.length + members.notIn.length === 0 ? others : { ...others, [dimension]: members };
}

const spoken = (name: string): string => name.toLowerCase().replaceAll("_", "-");
const sorted = (members: readonly string[] | undefined): readonly string[] => [...new Set(members)].sort();

function windowKeys({ period, from, to }: View): Record<string, (string | null)[]> {
  if (period === "CUSTOM") return { from: [from], to: [to] };
  return { p: period === DEFAULT_VIEW.period ? [] : [spoken(period)] };
}

function filterKeys(filters: View["filters"]): Record<string, readonly string[]> {
  const keys = DIMENSIONS.flatMap((dimension) => [
    [SHORT[dimension], sorted(filters[dimension]?.in)],
    [`x.${SHORT[dimension]}`, sorted(filters[dimension]?.notIn)],
  ]);
  return Object.fromEntries(keys) as Record<string, readonly string[]>;
}

/** Takes keys out of a query string one by one and remembers what nobody took. */
class Reader {
  private readonly taken = new Set<string>();
  private readonly refused: string[] = [];

  constructor(private readonly asked: URLSearchParams) {}

  list(key: string): readonly string[] {
    this.taken.add(key);
    return [...new Set(this.asked.getAll(key))].filter((value) => value !== "");
  }

  text(key: string, isKnown: (text: string) => boolean = () => true): string | null {
    const asked = this.list(key)[0] ?? null;
    if (asked === null || isKnown(asked)) return asked;
    this.refuse(key);
    return null;
  }

  word(key: string): string | null {
    return this.text(key)?.replaceAll("-", "_") ?? null;
  }

  oneOf<Name extends string>(key: string, names: readonly Name[]): Name | null {
    const asked = this.word(key)?.toUpperCase();
    const found = names.find((name) => name === asked) ?? null;
    if (asked !== undefined && found === null) this.refuse(key);
    return found;
  }

  window(): Pick<View, "period" | "from" | "to"> {
    const period = this.oneOf("p", PERIODS_KNOWN) ?? DEFAULT_VIEW.period;
    const [from, to] = [this.text("from"), this.text("to")];
    if (isWindow(from, to)) return { period: "CUSTOM", from, to };
    if (from ?? to) this.refused.push("from", "to");
    return { period, from: null, to: null };
  }

  compared(): readonly Compared[] {
    const asked = this.list("cmp");
    if (asked.length === 0) return DEFAULT_VIEW.compare;
    if (asked[0] === "none") return [];
    const known = asked.map(comparedOf).filter((compared) => compared !== null);
    if (known.length < asked.length || known.length > MOST_COMPARED) this.refuse("cmp");
    return known.length === 0 ? DEFAULT_VIEW.compare : known.slice(0, MOST_COMPARED);
  }

  filters(): View["filters"] {
    let filters: View["filters"] = {};
    for (const dimension of DIMENSIONS) {
      const members = { in: sorted(this.list(SHORT[dimension])), notIn: sorted(this.list(`x.${SHORT[dimension]}`)) };
      filters = withMembers(filters, dimension, members);
    }
    return filters;
  }

  extra(declared: readonly string[]): View["extra"] {
    const found = declared.map((key) => [key, this.list(key)] as const);
    return Object.fromEntries(found.filter(([, values]) => values.length > 0));
  }

  dropped(): readonly string[] {
    return [...new Set([...this.refused, ...[...this.asked.keys()].filter((key) => !this.taken.has(key))])];
  }

  private refuse(key: string): void {
    this.refused.push(`${key}=${this.asked.getAll(key).join(", ")}`);
  }
}
