import { expect, test } from "vitest";
import { teamOf } from "./data";

const row = (salesperson: string | null, revenue: number | null, profitMargin: number | null) => ({
  rank: 1,
  rankChange: null,
  salesperson,
  profit: null,
  revenue,
  profitMargin,
  growthRate: null,
  unitsSold: null,
  orders: null,
  averageOrderValue: null,
  returnRate: null,
  share: null,
  commission: null,
  quotaAttainment: null,
  nulls: [],
});
const TOTALS = { revenue: 1000, profitMargin: 0.2 };

test("the rules are the team's own totals as the API gives them", () => {
  const team = teamOf([row("Ann", 100, 0.1)], TOTALS, 10, []);
  expect(team).toMatchObject({ revenue: 100, margin: 0.2 });
  expect(teamOf([], null, 0, [])).toEqual({ marks: [], revenue: null, margin: null });
});

test("nobody without a name, revenue or margin has a mark; losses have", () => {
  const rows = [row(null, 5, 0.1), row("Ann", null, 0.1), row("Bo", 5, null), row("<b>Cy</b>", -5, -0.4)];
  expect(teamOf(rows, TOTALS, 4, []).marks.map(({ name, margin }) => [name, margin])).toEqual([["<b>Cy</b>", -0.4]]);
});

test("only who stands far off, and who is pinned, is labelled", () => {
  const crowd = Array.from({ length: 9 }, (_, index) => row(`P${index}`, 100 + index, 0.2));
  const { marks } = teamOf([...crowd, row("Far", 100, 0.02)], TOTALS, 10, ["P3"]);
  const labelled = marks.filter(({ isLabelled }) => isLabelled).map(({ name }) => name);
  expect(labelled).toContain("Far");
  expect(labelled).toContain("P3");
  expect(labelled).not.toContain("P0");
  expect(teamOf([row("Solo", 1000, 0.2)], TOTALS, 1, []).marks[0]?.isLabelled).toBe(false);
});
