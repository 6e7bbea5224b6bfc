import { expect, test } from "vitest";
import { DEFAULT_VIEW } from "../../../state/view";
import { productQuestion } from "./question";

test("the page is of its product, under the other filters", () => {
  const kept = (...names: string[]) => ({ in: names, notIn: [] });
  const view = { ...DEFAULT_VIEW, filters: { branch: kept("Thika"), product: kept("Soap") }, metric: "PROFIT" };
  expect(productQuestion(view, "Cement 50 kg")).toMatchObject({
    name: "Cement 50 kg",
    filters: { branch: { in: ["Thika"] } },
    ownFilters: { branch: { in: ["Thika"] }, product: { in: ["Cement 50 kg"] } },
    metric: "PROFIT",
    grain: null,
    priceGrain: "DAY",
    pairSort: null,
  });
  expect(productQuestion(view, "Cement 50 kg").filters).not.toHaveProperty("product");
});
