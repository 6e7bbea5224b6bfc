import { describe, expect, test } from "vitest";
import { DEFAULT_EXPLORATION, type Exploration } from "../../state/exploration";
import { argumentsOf, isGrouped } from "./question";

const pivot: Exploration = { ...DEFAULT_EXPLORATION, rows: ["branch"], column: "quarter", shape: "pivot" };

describe("what is asked", () => {
  const asked: Exploration = { ...DEFAULT_EXPLORATION, rows: ["branch", "salesperson"] };

  test("groups are kept together by name, the chosen order stands within", () => {
    expect(isGrouped(asked)).toBe(true);
    expect(argumentsOf(asked, null).sort).toEqual([
      { field: "branch", order: "ASC" },
      { field: "netRevenue", order: "DESC" },
    ]);
    expect(argumentsOf(asked, "-branch").sort).toEqual([{ field: "branch", order: "DESC" }]);
  });

  test("a top of all rows is a ranking, a top of each group is not", () => {
    expect(argumentsOf({ ...asked, top: 3 }, null)).toMatchObject({ top: { n: 3, per: null }, sort: [] });
    expect(argumentsOf({ ...asked, top: 3, isTopPer: true }, null).top).toEqual({ n: 3, per: "branch" });
  });

  test("without rows there is no top and nothing is left out", () => {
    const bare = { ...asked, rows: [], top: 3, others: true };
    expect(argumentsOf(bare, null)).toMatchObject({ top: null, others: false });
  });

  test("a column stands across in a pivot and down in a table", () => {
    expect(argumentsOf({ ...pivot, column: "productLine" }, null)).toMatchObject({
      columns: ["productLine"],
      dimensions: ["branch"],
    });
    expect(argumentsOf({ ...pivot, column: "productLine", shape: "table" }, null)).toMatchObject({
      columns: [],
      dimensions: ["branch", "productLine"],
    });
    expect(argumentsOf(pivot, null)).toMatchObject({ columns: ["time"], grain: "QUARTER", limit: 200 });
  });

  test("lines draw the first measure, the largest rows first however a table was sorted", () => {
    const lines = { ...pivot, shape: "lines" } as const;
    const sort = [{ field: "netRevenue", order: "DESC" }];
    expect(argumentsOf(lines, null)).toMatchObject({ measures: ["netRevenue"], limit: 50, totals: false, sort });
    expect(argumentsOf(lines, "branch").sort).toEqual(sort);
    expect(argumentsOf(lines, "netRevenue").sort).toEqual([{ field: "netRevenue", order: "ASC" }]);
  });
});
