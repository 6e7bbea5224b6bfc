import { expect, test } from "vitest";
import { isEmptyReturns, RETURNS_BY, returnsBy, spoken } from "./data";

test("what the address says comes back", () => {
  for (const by of RETURNS_BY) expect(returnsBy(spoken(by.groupBy))).toBe(by);
  expect(returnsBy(undefined).groupBy).toBe("PRODUCT");
  expect(returnsBy("<script>").groupBy).toBe("PRODUCT");
});

test("nothing came back, something did, or nobody knows", () => {
  expect(isEmptyReturns([])).toBe(true);
  expect(isEmptyReturns([{ returnsValue: 0 }])).toBe(true);
  expect(isEmptyReturns([{ returnsValue: 0 }, { returnsValue: -3 }])).toBe(false);
  expect(isEmptyReturns([{ returnsValue: null }])).toBe(false);
});
