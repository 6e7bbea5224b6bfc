import { expect, test } from "vitest";
import { DEFAULT_VIEW } from "../../../state/view";
import { branchAsks, branchesQuestion, isShareOfRow } from "./question";

const view = (change: Partial<typeof DEFAULT_VIEW>) => ({ ...DEFAULT_VIEW, ...change });

test("net revenue everywhere, unless the address says otherwise", () => {
  expect(branchesQuestion(view({}))).toMatchObject({
    sortBy: "REVENUE",
    order: "DESC",
    metric: "REVENUE",
    cellMetric: "REVENUE",
    hourMetric: "REVENUE",
    after: null,
  });
  const asked = branchesQuestion(
    view({ sort: "growth", metric: "MARGIN", grain: "WEEK", extra: { cells: ["units"], hours: ["orders"] } }),
  );
  expect(asked).toMatchObject({ sortBy: "GROWTH", order: "ASC", metric: "MARGIN", grain: "WEEK" });
  expect(asked).toMatchObject({ cellMetric: "UNITS", hourMetric: "ORDERS" });
});

test("only sums have shares of a row", () => {
  expect(isShareOfRow(view({ extra: { of: ["row"] } }))).toBe(true);
  expect(isShareOfRow(view({ extra: { of: ["row"], cells: ["margin"] } }))).toBe(false);
  expect(isShareOfRow(view({}))).toBe(false);
});

test("a tile's part is what its numbers answer", () => {
  const asks = branchAsks(branchesQuestion(view({ period: "YEAR", metric: "PROFIT" })));
  expect(asks.trends.args).toMatchObject({ period: "YEAR", metric: "PROFIT" });
  expect(asks.cells.args).toMatchObject({ metric: "REVENUE" });
});
