import { expect, test } from "vitest";
import { DEFAULT_VIEW } from "../../../state/view";
import { productsQuestion, tableSort } from "./question";

test("a bare address asks for every list in its own order", () => {
  expect(productsQuestion(DEFAULT_VIEW)).toMatchObject({
    period: "MONTH",
    filters: null,
    sortBy: null,
    order: null,
    after: null,
    abcClass: null,
    search: null,
    returnsBy: "PRODUCT",
    pairSort: null,
    pairLimit: 10,
  });
});

test("sort, class, search and the measure of returns are the address's", () => {
  const extra = { abc: ["b"], q: ["nail"], returns: ["product-line"], pairs: ["lift"], after: ["x"] };
  const view = { ...DEFAULT_VIEW, sort: "-profit", extra, filters: { branch: { in: ["Thika"], notIn: [] } } };
  expect(tableSort(view)).toEqual({ sortBy: "PROFIT", order: "DESC" });
  expect(productsQuestion(view)).toMatchObject({
    sortBy: "PROFIT",
    order: "DESC",
    abcClass: "B",
    search: "nail",
    returnsBy: "PRODUCT_LINE",
    pairSort: "LIFT",
    pairOrder: "ASC",
    after: "x",
    filters: { branch: { in: ["Thika"] } },
    pairFilters: { branch: { in: ["Thika"] } },
  });
});

test("what no list knows is its own order", () => {
  const view = { ...DEFAULT_VIEW, sort: "-nonsense", extra: { abc: ["Z"], returns: ["x"], pairs: ["-y"] } };
  expect(productsQuestion(view)).toMatchObject({ sortBy: null, abcClass: null, returnsBy: "PRODUCT", pairSort: null });
});
