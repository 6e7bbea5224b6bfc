import { expect, test } from "vitest";
import { axisLabels, badgeOf, scaleOf, tickText } from "./axis";
import { movedApart } from "./labels";
import { daysOf, zoomWords } from "./range";

const MONEY = { kind: "money", currency: "KES" } as const;
const RATIO = { kind: "ratio", currency: "" } as const;

test.each([
  [[1, 7], 0, 8],
  [[-3, 12], -5, 15],
  [[0, 0], 0, 0.25],
  [[], 0, 0.25],
  [[7_300_000], 0, 8_000_000],
  [[-5, -2], -6, 0],
  [[-1, 7], -2.5, 7.5],
  [[-690, 1210], -1000, 2000],
])("sums %j stand on an axis from %d to %d", (values, min, max) => {
  const scale = scaleOf(values, "money");
  expect([scale.min, scale.max]).toEqual([min, max]);
  expect(scale.isFitted).toBe(false);
  expect((scale.max - scale.min) / scale.interval).toBeLessThanOrEqual(4);
});

test("a ratio fits its range and says so; one that reaches near zero does not", () => {
  const fitted = scaleOf([0.182, 0.199], "ratio");
  expect(fitted.isFitted).toBe(true);
  expect(badgeOf(fitted, RATIO)).toBe("axis starts at 18.0 %");
  expect(badgeOf(scaleOf([0.02, 0.2], "ratio"), RATIO)).toBeNull();
  expect(badgeOf(scaleOf([-0.02, 0.2], "ratio"), RATIO)).toBeNull();
  expect(badgeOf(scaleOf([180, 199], "money"), MONEY)).toBeNull();
});

test("ticks name numbers, the unit is said elsewhere", () => {
  expect(tickText(1_500_000, MONEY, 500_000)).toBe("1.5M");
  expect(tickText(-0, MONEY, 1)).toBe("0");
  expect(tickText(0.18, RATIO, 0.01)).toBe("18 %");
});

test("no two ticks of a ratio read alike, and each reads as where it stands", () => {
  for (const values of [[0.29999, 0.30001], [0.3], [0.171, 0.2], [0.4, 0.402], [0.02, 0.11]]) {
    const { min, max, interval } = scaleOf(values, "ratio");
    const ticks = Array.from({ length: Math.round((max - min) / interval) + 1 }, (_, place) => min + place * interval);
    const texts = ticks.map((tick) => tickText(tick, RATIO, interval));
    expect(new Set(texts).size).toBe(ticks.length);
    texts.forEach((text, place) => {
      expect(Number.parseFloat(text) / 100).toBeCloseTo(ticks[place] ?? NaN, 9);
    });
  }
});

test("the year is said first and when it changes", () => {
  expect(axisLabels(["30 Dec 2023", "31 Dec 2023", "1 Jan 2024"])).toEqual(["30 Dec 2023", "31 Dec", "1 Jan 2024"]);
  expect(axisLabels(["Nov 2023", "Dec 2023", "Jan 2024"])).toEqual(["Nov 2023", "Dec", "Jan 2024"]);
  expect(axisLabels(["00:00 Tue 31 Dec 2024", "01:00 Tue 31 Dec 2024"])).toEqual(["00:00", "01:00"]);
  expect(axisLabels(["25 Nov–1 Dec 2024 (W48)", "2 Dec–8 Dec 2024 (W49)"])).toEqual(["25 Nov", "2 Dec"]);
  expect(axisLabels(["2023", "2024", "odd one"])).toEqual(["2023", "2024", "odd one"]);
});

test.each([
  [
    [10, 12, 50],
    [0, 11, 0],
  ],
  [
    [95, 99],
    [-8, 1],
  ],
  [[200], [-100]],
])("labels at %j move by %j", (places, moved) => {
  expect(movedApart(places, 13, 0, 100)).toEqual(moved);
});

test("labels stay apart and within the plot", () => {
  const places = [99, 98, 97, 2, 1, 50];
  const set = movedApart(places, 13, 0, 100).map((by, index) => (places[index] ?? 0) + by);
  const sorted = [...set].sort((a, b) => a - b);
  expect(sorted[0]).toBeGreaterThanOrEqual(0);
  expect(sorted.at(-1)).toBeLessThanOrEqual(100);
  sorted.slice(1).forEach((place, index) => {
    expect(place - (sorted[index] ?? 0)).toBeGreaterThanOrEqual(13 - 1e-9);
  });
});

const day = (timestamp: string) => ({ label: timestamp, value: 1, status: "COMPLETE", timestamp });

test("a range of buckets is its first to its last day, both included", () => {
  const days = ["2024-12-01T00:00:00+03:00", "2024-12-02T00:00:00+03:00", "2024-12-03T00:00:00+03:00"].map(day);
  expect(daysOf(days, 0, 1, "2024-12-04T00:00:00+03:00")).toEqual(["2024-12-01", "2024-12-02"]);
  expect(daysOf(days, 1, 2, "2024-12-04T00:00:00+03:00")).toEqual(["2024-12-02", "2024-12-03"]);
  expect(daysOf(days, 2, 2, null)).toEqual(["2024-12-03", "2024-12-03"]);
  const weeks = ["2024-12-01T00:00:00+03:00", "2024-12-02T00:00:00+03:00"].map(day);
  expect(daysOf(weeks, 1, 1, "2024-12-06T00:00:00+03:00")).toEqual(["2024-12-02", "2024-12-05"]);
  const hours = ["2024-12-31T14:00:00+03:00", "2024-12-31T15:00:00+03:00"].map(day);
  expect(daysOf(hours, 0, 0, "2025-01-01T00:00:00+03:00")).toEqual(["2024-12-31", "2024-12-31"]);
});

test("the range in words", () => {
  expect(zoomWords(["2024-12-03", "2024-12-09"])).toBe("3–9 Dec 2024");
});
