import { expect, test } from "vitest";
import { effectName, membersOf, reversalSaid } from "./effects";

test("effects are told of the dimension; one that is new here by its name", () => {
  expect(["NEW", "PRICE", "SOMETHING"].map((kind) => effectName(kind, "productLine"))).toEqual([
    "New lines",
    "Price",
    "SOMETHING",
  ]);
  expect([effectName("LOST", "x"), membersOf("salesperson")]).toEqual(["Lost members", "salespeople"]);
});

test("a ratio that moved against each of its parts is a sentence", () => {
  expect(reversalSaid({ measure: "profitMargin", rose: true, members: 8 }, "Margin", "branch")).toBe(
    "Margin rose in all, while it fell in each of the 8 branches kept: what is sold moved between them.",
  );
  expect(reversalSaid({ measure: "returnRate", rose: false, members: 2 }, undefined, "product")).toMatch(
    /^returnRate fell in all, while it rose in each of the 2 products kept/,
  );
});
