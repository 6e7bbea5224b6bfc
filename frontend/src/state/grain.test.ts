import { expect, test } from "vitest";
import { grainOf } from "./grain";
import { DEFAULT_VIEW, type View } from "./view";

const view = (change: Partial<View>) => ({ ...DEFAULT_VIEW, ...change });

test.each([
  [view({ period: "TODAY" }), "HOUR"],
  [view({ period: "WEEK" }), "DAY"],
  [view({ period: "MONTH" }), "DAY"],
  [view({ period: "QUARTER" }), "WEEK"],
  [view({ period: "YEAR" }), "MONTH"],
  [view({ period: "YEAR", grain: "QUARTER" }), "QUARTER"],
  [view({ period: "CUSTOM", from: "2024-10-01", to: "2024-12-31" }), "DAY"],
  [view({ period: "CUSTOM", from: "2024-09-30", to: "2024-12-31" }), "WEEK"],
  [view({ period: "CUSTOM", from: "2023-12-31", to: "2024-12-31" }), "MONTH"],
])("a window has the bucket that the API would choose", (asked, grain) => {
  expect(grainOf(asked)).toBe(grain);
});
