import { expect, test } from "vitest";
import {
  DEFAULT_VIEW,
  DIMENSIONS,
  formatView,
  parseView,
  withMembers,
  type Compared,
  type Grain,
  type Period,
  type View,
} from "./view";

const PAGE_KEYS = ["c", "ms", "r", "top", "view"];

test("a thousand views go into the address and come back", () => {
  for (let seed = 1; seed <= 1000; seed += 1) {
    const view = someView(new Random(seed));
    expect(parseView(formatView(view), { keys: PAGE_KEYS }), formatView(view)).toEqual({ view, dropped: [] });
  }
});

test("the default leaves the address empty", () => {
  expect(formatView(DEFAULT_VIEW)).toBe("");
  expect(parseView("")).toEqual({ view: DEFAULT_VIEW, dropped: [] });
});

test("an address is readable, its keys sorted, its lists repeated", () => {
  const view: View = {
    ...DEFAULT_VIEW,
    period: "LAST_12_MONTHS",
    compare: [{ kind: "PREVIOUS_YEAR" }, { kind: "CUSTOM", startDate: "2023-01-01", endDate: "2023-01-31" }],
    filters: { branch: { in: ["Nairobi", "Kisumu"], notIn: [] }, productLine: { in: [], notIn: ["Solar"] } },
    metric: "PROFIT",
    sort: "-profit",
  };
  expect(formatView(view)).toBe(
    "?branch=Kisumu&branch=Nairobi&cmp=year&cmp=2023-01-01..2023-01-31&m=profit&p=last-12-months&sort=-profit&x.line=Solar",
  );
});

test.each([
  ["?p=DROP", ["p=DROP"]],
  ["?q=YEAR", ["q"]],
  ["?p=", []],
  ["?from=2024-12-31&to=2024-12-01", ["from", "to"]],
  ["?from=2024-12-01", ["from", "to"]],
  ["?m=evil", ["m=evil"]],
  ["?from=today&to=tomorrow", ["from", "to"]],
  ["?cmp=lastweek", ["cmp=lastweek"]],
  ["?g=minute", ["g=minute"]],
  ["?view=pivot", ["view"]],
  ["?branch=", []],
])("%s is the default view and says what it dropped", (search, dropped) => {
  expect(parseView(search)).toEqual({ view: DEFAULT_VIEW, dropped });
});

test.each([
  ["?sort=-average-order-value", "-average-order-value", []],
  ["?sort=AVERAGE_ORDER_VALUE", "AVERAGE_ORDER_VALUE", []],
  ["?sort=-lift", null, ["sort=-lift"]],
])("%s on a page that says what it sorts by", (search, sort, dropped) => {
  const sorts = ["AVERAGE_ORDER_VALUE"];
  expect(parseView(search, { sorts })).toEqual({ view: { ...DEFAULT_VIEW, sort }, dropped });
});

test("names of the API are understood in any case", () => {
  expect(parseView("?p=YEAR&g=MONTH&m=PROFIT").view).toMatchObject({
    period: "YEAR",
    grain: "MONTH",
    metric: "PROFIT",
  });
});

test("a comparison too many is dropped and said", () => {
  const asked = "?cmp=previous&cmp=year&cmp=weekdays&cmp=2023-01-01..2023-01-31";
  const { view, dropped } = parseView(asked);
  expect(view.compare).toHaveLength(3);
  expect(dropped).toHaveLength(1);
});

test("no comparison is not the default comparison", () => {
  expect(formatView({ ...DEFAULT_VIEW, compare: [] })).toBe("?cmp=none");
  expect(parseView("?cmp=none").view.compare).toEqual([]);
});

test("a dimension without members leaves the filters", () => {
  const filters = withMembers({}, "branch", { in: ["Thika"], notIn: [] });
  expect(withMembers(filters, "branch", { in: [], notIn: [] })).toEqual({});
});

/** Numbers that are the same for the same seed (mulberry32). */
class Random {
  constructor(private seed: number) {}

  below(count: number): number {
    this.seed = (this.seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.seed ^ (this.seed >>> 15), 1 | this.seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % count;
  }

  one<Item>(items: readonly [Item, ...Item[]]): Item {
    return items[this.below(items.length)] ?? items[0];
  }

  maybe<Item>(make: () => Item): Item | null {
    return this.below(2) === 0 ? make() : null;
  }

  list<Item>(most: number, make: () => Item): Item[] {
    return [...new Set(Array.from({ length: this.below(most + 1) }, make))];
  }

  name(): string {
    const parts = ["Nairobi", "a&b", "50 %", "x=y", "Ömer", "+", "#1", "<img onerror>", "名前", "'", "/", "?", " end "];
    return `${this.one(["A", "B", "C"])}${this.list(3, () => parts[this.below(parts.length)]).join("")}`;
  }

  day(): string {
    return new Date(Date.UTC(2020, 0, 1 + this.below(2000))).toISOString().slice(0, 10);
  }

  days(): [string, string] {
    const [a, b] = [this.day(), this.day()];
    return a <= b ? [a, b] : [b, a];
  }
}

function someView(random: Random): View {
  const custom = random.maybe(() => random.days());
  const periods: readonly [Period, ...Period[]] = ["TODAY", "WEEK", "MONTH", "YEAR", "LAST_90_DAYS", "ALL"];
  const grains: readonly [Grain, ...Grain[]] = ["HOUR", "DAY", "WEEK", "MONTH", "QUARTER", "YEAR"];
  let filters: View["filters"] = {};
  for (const dimension of DIMENSIONS) {
    if (random.below(3) > 0) continue;
    const members = () => random.list(4, () => random.name()).sort();
    filters = withMembers(filters, dimension, { in: members(), notIn: members() });
  }
  const extra = PAGE_KEYS.map((key) => [key, random.list(3, () => random.name())] as const);
  return {
    period: custom === null ? random.one(periods) : "CUSTOM",
    from: custom?.[0] ?? null,
    to: custom?.[1] ?? null,
    compare: someCompare(random),
    filters,
    metric: random.one(["REVENUE", "PROFIT", "AOV", "UNITS"]),
    grain: random.maybe(() => random.one(grains)),
    timezone: random.maybe(() => random.one(["UTC", "Africa/Nairobi"])),
    sort: random.maybe(() => random.one(["-profit", "name"])),
    pin: random.list(5, () => random.name()),
    version: random.maybe(() => "00000001-7319077a"),
    extra: Object.fromEntries(extra.filter(([, values]) => values.length > 0)),
  };
}

function someCompare(random: Random): readonly Compared[] {
  const [startDate, endDate] = random.days();
  const all: Compared[] = [
    { kind: "PREVIOUS_YEAR" },
    { kind: "CUSTOM", startDate, endDate },
    { kind: "PREVIOUS_PERIOD" },
    { kind: "SAME_WEEKDAYS_LAST_YEAR" },
  ];
  const first = random.below(all.length);
  return [...all.slice(first), ...all.slice(0, first)].slice(0, random.below(4));
}

test("a day that no calendar has and a zone that nobody keeps are dropped", () => {
  const { view, dropped } = parseView("?from=2024-02-31&to=2024-03-31&tz=Mars/Phobos");
  expect(view).toMatchObject({ period: "MONTH", from: null, to: null, timezone: null });
  expect(dropped).toEqual(["from", "to", "tz=Mars/Phobos"]);
});
