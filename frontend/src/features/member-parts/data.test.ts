import { expect, test } from "vitest";
import { partRows } from "./data";

const FIGURES = {
  profit: -4,
  revenue: 0,
  profitMargin: null,
  growthRate: null,
  orders: 2,
  returnRate: 0,
  share: null,
  nulls: [{ field: "growthRate", code: "ZERO_BASE" }],
};

test("rows of any dimension have one shape, in the API's order", () => {
  const rows = partRows(
    [
      { ...FIGURES, branch: "Thika" },
      { ...FIGURES, branch: "<img src=x onerror=alert(1)>" },
      { ...FIGURES, branch: null },
    ],
    "branch",
  );
  expect(rows.map(({ name }) => name)).toEqual(["Thika", "<img src=x onerror=alert(1)>", null]);
  expect(rows[0]).toMatchObject({ profit: -4, revenue: 0, profitMargin: null });
  expect(partRows([], "customer")).toEqual([]);
});
