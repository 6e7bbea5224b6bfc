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

test("who slips away is looked for in all sales up to the window's end, everybody else in the window", () => {
  const gone = { ...DEFAULT_VIEW, extra: { class: ["churned"] } };
  expect(customersQuestion(gone)).toMatchObject({
    period: "MONTH",
    listPeriod: "ALL",
    listRange: null,
    listCompare: [],
  });
  const dated = { ...gone, period: "CUSTOM" as const, from: "2024-06-01", to: "2024-06-30" };
  expect(customersQuestion(dated, "2022-12-01")).toMatchObject({
    dateRange: { startDate: "2024-06-01", endDate: "2024-06-30" },
    listPeriod: "CUSTOM",
    listRange: { startDate: "2022-12-01", endDate: "2024-06-30" },
  });
  const buying = { ...dated, extra: { class: ["premium"] } };
  expect(customersQuestion(buying).listRange).toEqual({ startDate: "2024-06-01", endDate: "2024-06-30" });
  expect(customersQuestion(DEFAULT_VIEW)).toMatchObject({ listPeriod: "MONTH", listCompare: DEFAULT_VIEW.compare });
});
