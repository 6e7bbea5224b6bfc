import { describe, expect, test } from "vitest";
import { DEFAULT_EXPLORATION, EXPLORE_KEYS, explorationOf, extraOf, keptSort, movedBy } from "./exploration";
import { exploreHref } from "./explore-link";
import { parseView } from "./view";

const read = (href: string | null) => {
  const { view, dropped } = parseView(href?.replace("/explore", "") ?? "", { keys: EXPLORE_KEYS });
  return { view, dropped, asked: explorationOf(view.extra) };
};

describe("the address", () => {
  test("a bare one is the default question, and so is what it says", () => {
    expect(explorationOf({})).toEqual(DEFAULT_EXPLORATION);
    expect(explorationOf(extraOf(DEFAULT_EXPLORATION))).toEqual(DEFAULT_EXPLORATION);
  });

  test("names may be joined by commas and spoken", () => {
    const { asked } = read("/explore?ms=profit,margin&r=branch,salesperson&c=month&top=10&view=pivot");
    expect(asked).toMatchObject({
      measures: ["grossProfit", "profitMargin"],
      rows: ["branch", "salesperson"],
      column: "month",
      top: 10,
      shape: "pivot",
    });
  });

  test("all of a question goes into the address and comes back", () => {
    const asked = {
      measures: ["orders", "netRevenue"],
      rows: ["customer"],
      column: "productLine",
      top: 25,
      isTopPer: true,
      others: true,
      totals: false,
      having: [
        { measure: "netRevenue", op: ">=", value: 1_000_000 },
        { measure: "grossProfit", op: "<", value: -0.5 },
      ],
      shape: "matrix",
    } as const;
    expect(explorationOf(extraOf(asked))).toEqual(asked);
  });

  test.each(["top=-1", "top=ten", "h=netRevenue", "h=netRevenue>", "h=;drop>1", "view=cube"])(
    "%s says nothing",
    (text) => {
      expect(read(`/explore?${text}`).asked).toEqual(DEFAULT_EXPLORATION);
    },
  );

  test("without rows nothing is grouped", () => {
    expect(read("/explore?ms=orders").asked.rows).toEqual([]);
  });
});

describe("a tile's question", () => {
  const args = {
    period: "YEAR",
    dateRange: null,
    filters: { branch: { in: ["Nairobi"], notIn: null }, product: null },
    compare: [{ kind: "PREVIOUS_YEAR" }],
    timezone: null,
  };

  test("a ranking keeps its window, filters, order and limit", () => {
    const href = exploreHref({ report: "topProducts", args: { ...args, sortBy: "PROFIT", order: "DESC", limit: 10 } });
    const { view, asked, dropped } = read(href);
    expect(dropped).toEqual([]);
    expect(view).toMatchObject({ period: "YEAR", sort: "-grossProfit", filters: { branch: { in: ["Nairobi"] } } });
    expect(view.compare).toEqual([{ kind: "PREVIOUS_YEAR" }]);
    expect(asked).toMatchObject({ rows: ["product"], top: 10, others: true });
  });

  test("a trend is lines of its measure", () => {
    const { asked } = read(exploreHref({ report: "salesTrends", args: { ...args, metric: "MARGIN", grain: "WEEK" } }));
    expect(asked).toMatchObject({ measures: ["profitMargin"], rows: [], column: "week", shape: "lines" });
  });

  test("custom dates, also of REST", () => {
    const dates = { startDate: "2024-03-01", endDate: "2024-03-09" };
    const { view } = read(exploreHref({ report: "explore", args: { measures: ["orders"], dateRange: dates } }));
    expect(view).toMatchObject({ period: "CUSTOM", from: "2024-03-01", to: "2024-03-09" });
    const { view: rest } = read(exploreHref({ report: "salesOverview", args: { compare: ["2023-01-01/2023-01-31"] } }));
    expect(rest.compare).toEqual([{ kind: "CUSTOM", startDate: "2023-01-01", endDate: "2023-01-31" }]);
  });

  test("a pivot comes back as it was asked", () => {
    const asked = {
      measures: ["netRevenue"],
      dimensions: ["branch", "salesperson"],
      columns: ["time"],
      grain: "QUARTER",
      top: { n: 3, per: "branch" },
      others: true,
      totals: true,
      having: [{ measure: "orders", op: ">", value: 5 }],
      sort: [{ field: "netRevenue", order: "ASC" }],
    };
    const { view, asked: read_ } = read(exploreHref({ report: "explore", args: asked }));
    expect(read_).toMatchObject({ column: "quarter", top: 3, isTopPer: true, shape: "pivot", rows: asked.dimensions });
    expect(view.sort).toBe("netRevenue");
  });

  test("of hostile names only text is left", () => {
    const href = exploreHref({
      report: "salesOverview",
      args: { filters: { product: { in: ["<img onerror=x>&p=year"] } } },
    });
    expect(read(href).view.filters.product?.in).toEqual(["<img onerror=x>&p=year"]);
  });

  test.each(["customerRetention", "basketPairs", "customerSegments", "nothing"])(
    "%s is no question of Explore",
    (report) => {
      expect(exploreHref({ report, args })).toBeNull();
    },
  );
});

test("a name moves by one place and stays at the ends", () => {
  expect(movedBy(["a", "b", "c"], "b", 1)).toEqual(["a", "c", "b"]);
  expect(movedBy(["a", "b", "c"], "a", -1)).toEqual(["a", "b", "c"]);
  expect(movedBy(["a"], "x", 1)).toEqual(["a"]);
});

test("a sort by what is not asked any more is dropped", () => {
  const pivot = { ...DEFAULT_EXPLORATION, column: "month", shape: "pivot" } as const;
  expect(keptSort("-netRevenue", pivot, pivot)).toBe("-netRevenue");
  expect(keptSort("-orders", pivot, pivot)).toBeNull();
  expect(keptSort('-netRevenue[time="x"]', { ...pivot, column: "week" }, pivot)).toBeNull();
  expect(keptSort("branch", pivot, pivot)).toBe("branch");
});
