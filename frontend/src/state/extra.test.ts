import { expect, test } from "vitest";
import { first, withKeys } from "./extra";
import { DEFAULT_VIEW } from "./view";

const view = { ...DEFAULT_VIEW, extra: { abc: ["A"], after: ["x"] } };

test("a key is set beside the others, and an empty one is gone", () => {
  expect(withKeys(view, { abc: ["B"], after: [] })).toEqual({ abc: ["B"] });
  expect(withKeys(DEFAULT_VIEW, { abc: [] })).toEqual({});
});

test("the first value of a key, none where the address says nothing", () => {
  expect(first(view, "abc")).toBe("A");
  expect(first(view, "class")).toBeUndefined();
});
