import { expect, test } from "vitest";
import { DEFAULT_VIEW } from "../../../state/view";
import { asksOf, boardSort, readBy, salespeopleQuestion, shownPins, sparkWindow } from "./question";

const view = (change: Partial<typeof DEFAULT_VIEW>) => ({ ...DEFAULT_VIEW, ...change });

test("profit first, unless the address says another sort", () => {
  expect(boardSort(view({}))).toEqual({ sortBy: "PROFIT", order: "DESC" });
  expect(boardSort(view({ sort: "return-rate" }))).toEqual({ sortBy: "RETURN_RATE", order: "ASC" });
  expect(boardSort(view({ sort: "-nonsense" }))).toEqual({ sortBy: "PROFIT", order: "DESC" });
  expect(readBy(boardSort(view({ sort: "-margin" }))).measure).toBe("profitMargin");
  expect(readBy(boardSort(view({ sort: "salesperson" }))).measure).toBe("grossProfit");
});

test("the tiles after the board are of the pinned people, else of the first three", () => {
  const free = salespeopleQuestion(view({}));
  expect(free).toMatchObject({ drawn: 3, focus: null, measures: ["grossProfit"], mixSortBy: "PROFIT", after: null });
  const pinned = salespeopleQuestion(view({ pin: ["Ann", "Bo"], sort: "-revenue" }));
  expect(pinned).toMatchObject({
    drawn: 2,
    filters: null,
    focus: { salesperson: { in: ["Ann", "Bo"] } },
    mixSortBy: "REVENUE",
    courseSort: [{ field: "netRevenue", order: "DESC" }],
  });
});

test("a pin that the filters leave out does not come back through the pin", () => {
  const kept = view({ pin: ["Ann", "Bo"], filters: { salesperson: { in: ["Ann", "Cy"], notIn: [] } } });
  expect(shownPins(kept)).toEqual(["Ann"]);
  const dropped = view({ pin: ["Ann"], filters: { salesperson: { in: [], notIn: ["Ann"] } } });
  expect(shownPins(dropped)).toEqual([]);
  expect(salespeopleQuestion(dropped).focus).toEqual({ salesperson: { notIn: ["Ann"] } });
});

test("the months beside a name end with the window", () => {
  expect(sparkWindow(view({ period: "QUARTER" }))).toEqual({ sparkPeriod: "LAST_12_MONTHS", sparkRange: null });
  expect(sparkWindow(view({ period: "CUSTOM", from: "2024-03-05", to: "2024-03-31" }))).toEqual({
    sparkPeriod: "CUSTOM",
    sparkRange: { startDate: "2023-04-01", endDate: "2024-03-31" },
  });
});

test("a tile's part is what its numbers answer", () => {
  const asks = asksOf(salespeopleQuestion(view({ pin: ["Ann"], period: "YEAR" })));
  expect(asks.board.args).toMatchObject({ period: "YEAR", filters: null, sortBy: "PROFIT", limit: 50 });
  expect(asks.mix.args).toMatchObject({ filters: { salesperson: { in: ["Ann"] } } });
  expect(asks.courses).toMatchObject({ report: "explore", args: { columns: ["time"], compare: [], limit: 1 } });
});
