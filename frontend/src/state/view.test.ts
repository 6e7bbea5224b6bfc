import { expect, test } from "vitest";
import { DEFAULT_VIEW, formatView, parseView, PERIODS } from "./view";

test.each(PERIODS)("%s goes into the address and comes back", (period) => {
  expect(parseView(formatView({ period }))).toEqual({ period });
});

test("the default leaves the address empty", () => {
  expect(formatView(DEFAULT_VIEW)).toBe("");
  expect(parseView("")).toEqual(DEFAULT_VIEW);
});

test.each(["?p=DROP", "?p=", "?q=YEAR", "?p=month"])("%s is no view of ours", (search) => {
  expect(parseView(search)).toEqual(DEFAULT_VIEW);
});
