import { expect, test } from "vitest";
import { DEFAULT_VIEW } from "../../../state/view";
import { profitQuestion } from "./question";

test("profit by branch, margins by line and returns by product unless the address says otherwise", () => {
  expect(profitQuestion(DEFAULT_VIEW, "branch")).toMatchObject({
    ...{ driverMetric: "PROFIT", driverDimension: "branch", marginBy: "PRODUCT_LINE", returnsBy: "PRODUCT" },
    ...{ sortBy: "PROFIT", order: "DESC", driverPart: null },
  });
  const extra = { driver: ["units"], by: ["customer"], "group-by": ["salesperson"], returns: ["branch"] };
  const mix = { ...DEFAULT_VIEW, extra: { part: ["mix"] } };
  expect(profitQuestion(mix, "branch").driverPart).toBe("MIX");
  expect(profitQuestion({ ...DEFAULT_VIEW, sort: "profit", extra }, "branch")).toMatchObject({
    ...{ driverMetric: "UNITS", driverDimension: "customer", marginBy: "SALESPERSON", returnsBy: "BRANCH" },
    ...{ sortBy: "PROFIT", order: "ASC" },
  });
});
