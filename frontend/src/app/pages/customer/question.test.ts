import { expect, test } from "vitest";
import { DEFAULT_VIEW } from "../../../state/view";
import { customerQuestion } from "./question";

test("the page is of its customer, under the other filters", () => {
  const kept = (...names: string[]) => ({ in: names, notIn: [] });
  const view = { ...DEFAULT_VIEW, filters: { branch: kept("Thika"), customer: kept("Ann") } };
  const asked = customerQuestion(view, "Ben & Sons");
  expect(asked).toMatchObject({
    name: "Ben & Sons",
    filters: { branch: { in: ["Thika"] } },
    ownFilters: { branch: { in: ["Thika"] }, customer: { in: ["Ben & Sons"] } },
  });
  expect(asked.filters).not.toHaveProperty("customer");
});
