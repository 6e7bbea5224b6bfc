import { expect, test } from "vitest";
import { gridOf, NOTHING, NOWHERE, shareOfRow } from "./data";

const cell = (branch: string | null, productLine: string | null, value: number | null) => ({
  branch,
  productLine,
  value,
  share: null,
  growthRate: -0.5,
  nulls: [],
});

test("cells and margins are the API's, nothing is added up", () => {
  const rows = [cell("Thika", "Solar", 5), cell("Thika", "Seeds", -1), cell("Nyeri", "Solar", 0), cell(null, null, 2)];
  const grid = gridOf(rows, {
    branches: [
      { branch: "Thika", value: 400 },
      { branch: null, value: 2 },
    ],
    productLines: [
      { productLine: "Solar", value: 5 },
      { productLine: null, value: null },
    ],
    whole: { value: 1000 },
  });
  expect(grid.branches).toEqual(["Thika", "Nyeri", NOWHERE]);
  expect(grid.lines).toEqual(["Solar", "Seeds", NOTHING]);
  expect(grid.value("Thika", "Seeds")).toBe(-1);
  expect(grid.value("Nyeri", "Solar")).toBe(0);
  expect(grid.value("Nyeri", "Seeds")).toBeNull();
  expect(grid.growth("Thika", "Solar")).toBe(-0.5);
  expect(grid.branchTotal("Thika")).toBe(400);
  expect(grid.branchTotal("Nyeri")).toBeNull();
  expect(grid.branchTotal(NOWHERE)).toBe(2);
  expect(grid.lineTotal(NOTHING)).toBeNull();
  expect(grid.whole).toBe(1000);
});

test.each([null, "text", {}, { branches: 3 }])("margins that are not there are no zeros: %j", (extra) => {
  const grid = gridOf([cell("<img src=x onerror=alert(1)>", "Solar", 1)], extra);
  expect(grid.branchTotal("<img src=x onerror=alert(1)>")).toBeNull();
  expect(grid.whole).toBeNull();
});

test("a share of a row needs a whole", () => {
  expect(shareOfRow(25, 100)).toBe(0.25);
  expect(shareOfRow(-25, 100)).toBe(-0.25);
  expect(shareOfRow(0, 100)).toBe(0);
  expect(shareOfRow(null, 100)).toBeNull();
  expect(shareOfRow(5, 0)).toBeNull();
  expect(shareOfRow(5, -3)).toBeNull();
  expect(shareOfRow(5, null)).toBeNull();
});
