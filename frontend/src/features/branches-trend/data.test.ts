import { expect, test } from "vitest";
import { drawnBranches, isEmptyTrends, nameOf, valuesOf } from "./data";

const point = (value: number | null, status = "COMPLETE", then: number | null = null) => ({
  timestamp: "2024-12-01T00:00:00+03:00",
  label: "1 Dec",
  value,
  status,
  running: status === "PARTIAL",
  comparisons:
    then === null ? [] : [{ kind: "PREVIOUS_PERIOD", timestamp: "", label: "", value: then, status: "COMPLETE" }],
});
const series = (key: string, ...points: ReturnType<typeof point>[]) => ({ key, points });

test("up to twelve branches have a panel each, of more the pinned ones alone", () => {
  const few = Array.from({ length: 12 }, (_, index) => series(`B${index}`, point(1)));
  expect(drawnBranches(few, [])).toHaveLength(12);
  const many = [...few, series("B12", point(1))];
  expect(drawnBranches(many, [])).toEqual([]);
  expect(drawnBranches(many, ["B3", "gone"]).map(({ key }) => key)).toEqual(["B3"]);
});

test("one scale holds every value, then and now; never what was not loaded", () => {
  expect(valuesOf(series("A", point(5), point(null), point(900, "NOT_LOADED")))).toEqual([5]);
  expect(valuesOf(series("B", point(7, "PARTIAL", -2), point(0)))).toEqual([7, -2, 0]);
  expect(valuesOf(series("C"))).toEqual([]);
});

test("zeros are values, gaps are none", () => {
  expect(isEmptyTrends({ series: [series("A", point(0))] })).toBe(false);
  expect(isEmptyTrends({ series: [series("A", point(null), point(3, "NOT_LOADED"))] })).toBe(true);
  expect(nameOf(null)).toBe("No branch named");
  expect(nameOf("<img onerror>")).toBe("<img onerror>");
});
