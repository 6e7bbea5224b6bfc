import { expect, test } from "vitest";
import { DEFAULT_VIEW } from "../../../state/view";
import { customersQuestion } from "./question";

test("a bare address asks for all customers and a year of coming back", () => {
  expect(customersQuestion(DEFAULT_VIEW)).toMatchObject({
    sortBy: null,
    order: null,
    after: null,
    segment: null,
    search: null,
    retentionPeriod: "LAST_12_MONTHS",
    retentionRange: null,
  });
});

test("class, search and sort are the address's; what is none is left out", () => {
  const view = { ...DEFAULT_VIEW, sort: "-recency-days", extra: { class: ["at-risk"], q: ["umoja"] } };
  expect(customersQuestion(view)).toMatchObject({
    sortBy: "RECENCY_DAYS",
    order: "DESC",
    segment: "AT_RISK",
    search: "umoja",
  });
  expect(customersQuestion({ ...view, extra: { class: ["rich"] } }).segment).toBeNull();
});
