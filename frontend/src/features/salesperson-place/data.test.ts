import { expect, test } from "vitest";
import { placeOf } from "./data";

const row = (salesperson: string | null, rank: number) => ({
  rank,
  rankChange: null,
  salesperson,
  commission: null,
  quotaAttainment: null,
});
const TEAM = [row("Ann", 1), row(null, 2), row("<b>Bo</b>", 3), row("Cy", 4)];

test("neighbours by rank; the first has none before, the last none after, nobody is no neighbour", () => {
  expect(placeOf(TEAM, "Ann")).toMatchObject({ previous: null, next: "<b>Bo</b>" });
  expect(placeOf(TEAM, "<b>Bo</b>")).toMatchObject({ row: { rank: 3 }, previous: "Ann", next: "Cy" });
  expect(placeOf(TEAM, "Cy")).toMatchObject({ previous: "<b>Bo</b>", next: null });
});

test("a name that nobody has stands nowhere", () => {
  expect(placeOf(TEAM, "Dee")).toEqual({ row: null, previous: null, next: null });
  expect(placeOf([], "Ann")).toEqual({ row: null, previous: null, next: null });
});
