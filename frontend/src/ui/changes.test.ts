import { expect, test } from "vitest";
import { changesOf } from "./changes";

const MOVED = {
  comparisons: [
    { kind: "PREVIOUS_PERIOD", changes: { profitMargin: -0.03 }, growth: { profit: -0.0417 } },
    { kind: "PREVIOUS_YEAR", changes: { profitMargin: null }, growth: { profit: null } },
  ],
};
const PARTLY = [
  { field: "comparisons[1].changes.profitMargin", code: "BASE_PARTIAL" },
  { field: "comparisons[1].growth.profit", code: "BASE_PARTIAL" },
];

test("growth of what is counted, points of a ratio, each against its own comparison", () => {
  expect(changesOf(MOVED, PARTLY, "profit", "money")).toEqual([
    { comparison: "PREVIOUS_PERIOD", kind: "growth", value: -0.0417, reason: null },
    { comparison: "PREVIOUS_YEAR", kind: "growth", value: null, reason: "BASE_PARTIAL" },
  ]);
  expect(changesOf(MOVED, PARTLY, "profitMargin", "ratio")).toEqual([
    { comparison: "PREVIOUS_PERIOD", kind: "points", value: -0.03, reason: null },
    { comparison: "PREVIOUS_YEAR", kind: "points", value: null, reason: "BASE_PARTIAL" },
  ]);
});

test("nothing compared is no change; a comparison without a window is one with its reason", () => {
  expect(changesOf({ comparisons: [] }, [{ field: "growthRate", code: "NOT_COMPARED" }], "profit", "money")).toEqual(
    [],
  );
  expect(changesOf({ comparisons: [] }, [{ field: "growthRate", code: "NO_BASE" }], "profitMargin", "ratio")).toEqual([
    { comparison: "", kind: "points", value: null, reason: "NO_BASE" },
  ]);
});
