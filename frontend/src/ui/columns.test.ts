import { expect, test } from "vitest";
import { mostWanted, type Column } from "./columns";

const column = (field: string, sort?: string, isDelta = false): Column<object> => {
  return { field, label: field, kind: "money", sort, isDelta };
};
const COLUMNS = [
  column("class"),
  column("revenue", "REVENUE"),
  column("profit", "PROFIT"),
  column("growth", "GROWTH", true),
  column("share", "SHARE"),
];
const order = (sort: string | undefined) => mostWanted(COLUMNS, sort).map(({ field }) => field);

test("what is sorted by and the change stand beside the name, the rest keeps its order", () => {
  expect(order("PROFIT")).toEqual(["profit", "growth", "class", "revenue", "share"]);
  expect(order("GROWTH")).toEqual(["growth", "class", "revenue", "profit", "share"]);
});

test("a list that is in no order of a column shows its changes first", () => {
  expect(order(undefined)).toEqual(["growth", "class", "revenue", "profit", "share"]);
});
