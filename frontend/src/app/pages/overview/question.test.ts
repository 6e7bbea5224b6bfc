import { expect, test } from "vitest";
import { DEFAULT_VIEW } from "../../../state/view";
import { keyMetric, overviewQuestion, sharedArgs } from "./question";

test.each([
  ["REVENUE", "REVENUE", "REVENUE", "REVENUE"],
  ["PROFIT", "PROFIT", "PROFIT", "PROFIT"],
  ["AOV", "PROFIT", "AVERAGE_ORDER_VALUE", "AVERAGE_ORDER_VALUE"],
  ["CUSTOMERS", "PROFIT", "PROFIT", "CUSTOMERS"],
  ["UNITS", "REVENUE", "REVENUE", "REVENUE"],
  ["nonsense", "REVENUE", "REVENUE", "REVENUE"],
])("read by %s, the change is of %s and lists are by %s and %s", (metric, drivers, people, branches) => {
  const asked = overviewQuestion({ ...DEFAULT_VIEW, metric }, "branch");
  expect([asked.driverMetric, asked.peopleSort, asked.branchSort]).toEqual([drivers, people, branches]);
});

test("a measure without a figure here is net revenue; tiles ask again with what the page asks", () => {
  expect(keyMetric({ ...DEFAULT_VIEW, metric: "UNITS" })).toBe("REVENUE");
  const filters = { branch: { in: ["Nairobi"], notIn: [] } };
  expect(sharedArgs(overviewQuestion({ ...DEFAULT_VIEW, filters }, "branch"))).toMatchObject({
    period: "MONTH",
    filters: { branch: { in: ["Nairobi"] } },
    compare: [{ kind: "PREVIOUS_PERIOD" }],
  });
});
