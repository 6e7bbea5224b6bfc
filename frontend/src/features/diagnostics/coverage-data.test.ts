import { expect, test } from "vitest";
import type { Coverage } from "../../api/diagnostics";
import { besides, gridOf, tallyOf } from "./coverage-data";

const COVERAGE: Coverage = {
  months: [
    { month: "2024-01", lines: 9, days: 31, daysLoaded: 31, missingDays: [] },
    { month: "2024-02", lines: 9, days: 29, daysLoaded: 27, missingDays: [1, 29] },
  ],
  olderMonths: 0,
  tables: [
    { table: "hourly", rows: 3, states: ["BUILT", "WITHDRAWN"], rowsByMonth: [1, 2], differingDays: ["2024-02-03"] },
    { table: "damaged", rows: 3, states: ["BUILT", "WITHDRAWN"], rowsByMonth: [1, 2], differingDays: [] },
  ],
  holes: [],
  holeCount: 0,
  daysLoaded: 58,
};

test("all months, and what needs a look is told first", () => {
  const grid = gridOf(COVERAGE, undefined);
  expect(grid.columns.map(({ label }) => label)).toEqual(["24/01", "24/02"]);
  expect(tallyOf(grid)).toEqual([
    ["WITHDRAWN", 2],
    ["BUILT", 2],
  ]);
});

test("every day of a month has a state: the one that differs, those that went with it, those never loaded", () => {
  const grid = gridOf(COVERAGE, "2024-02");
  const [hourly, damaged] = grid.rows;
  expect(grid.columns.map(({ daysLoaded }) => daysLoaded).filter((one) => one === 0)).toHaveLength(2);
  expect(hourly?.cells.map(({ state }) => state)).toEqual([
    ...["MISSING", "WITH_MONTH", "WITHDRAWN"],
    ...Array.from({ length: 25 }, () => "WITH_MONTH"),
    "MISSING",
  ]);
  expect(new Set(damaged?.cells.map(({ state }) => state))).toEqual(new Set(["MISSING", "WITHDRAWN"]));
});

test("an unknown month shows all of them, and one at the edge has one neighbour", () => {
  expect(gridOf(COVERAGE, "1999-01").unit).toBe("month");
  expect(besides(COVERAGE, "2024-01")).toEqual([undefined, "2024-02"]);
  expect(besides(COVERAGE, "2024-02")).toEqual(["2024-01", undefined]);
});
