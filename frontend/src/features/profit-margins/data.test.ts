import { expect, test } from "vitest";
import { isSmall, marginBy, spoken } from "./data";

test("margins by what the address says, by line otherwise", () => {
  expect(marginBy("item-group").groupBy).toBe("ITEM_GROUP");
  expect(marginBy("x").groupBy).toBe("PRODUCT_LINE");
  expect(marginBy(spoken("PRODUCT_LINE")).groupBy).toBe("PRODUCT_LINE");
});

test("small is a small part of net revenue on either side of zero; an unknown part is not", () => {
  expect([0.004, -0.004, 0.005, null].map((share) => isSmall({ share }))).toEqual([true, true, false, false]);
});
