import { expect, test } from "vitest";
import { escaped, picture } from "./download";
import { bucketText, spoken } from "./point-text";
import { nextIndex } from "./point-reader";
import { lineSentence } from "./sentence";
import { tooltipPlace } from "./tooltip";

const MONEY = { kind: "money", currency: "KES" } as const;
const RATIO = { kind: "ratio", currency: "" } as const;
const POINTS = [
  { label: "2 Dec 2024", value: 380_100, status: "COMPLETE", comparisons: [] },
  {
    label: "3 Dec 2024",
    value: 410_200,
    status: "PARTIAL",
    running: true,
    comparisons: [{ label: "3 Nov 2024", value: 380_100, status: "COMPLETE" }],
  },
  { label: "4 Dec 2024", value: 9, status: "NOT_LOADED", comparisons: [] },
  { label: "5 Dec 2024", value: null, status: "COMPLETE", comparisons: [{ label: null, value: null, status: null }] },
];
const SERIES = [{ name: "Net revenue", points: POINTS }];

test("a bucket says its value, what was then, no change of its own reckoning, and that it is not whole", () => {
  const text = bucketText(SERIES, 1, MONEY);
  expect(text.rows.map(({ name, text: words }) => [name, words])).toEqual([
    ["Net revenue", "KES 410,200.00"],
    ["3 Nov 2024", "KES 380,100.00"],
  ]);
  expect(spoken(text)).toMatch(/^3 Dec 2024: Net revenue KES 410,200\.00, 3 Nov 2024 KES 380,100\.00.*So far/);
});

test("a bucket that lacks days is not said to run", () => {
  const points = POINTS.map((point) => ({ ...point, running: false }));
  expect(bucketText([{ name: "Net revenue", points }], 1, MONEY).note).toMatch(/^In part: not every day/);
  expect(lineSentence([{ name: "Net revenue", points }], MONEY)).toMatch(/; the last is in part\.$/);
});

test("never loaded, no value and a shorter window before are three things, each said once", () => {
  expect(bucketText(SERIES, 2, MONEY).rows[0]).toMatchObject({ text: "not loaded", value: null });
  const shorter = bucketText(SERIES, 3, MONEY, ["1–4 Nov 2024"]);
  expect(shorter.rows.map(({ name, text }) => [name, text])).toEqual([["Net revenue", "no value"]]);
  expect(shorter.note).toBe("Nothing beside it in 1–4 Nov 2024: fewer days.");
  expect(spoken(shorter)).toBe("5 Dec 2024: Net revenue no value. Nothing beside it in 1–4 Nov 2024: fewer days.");
  expect(bucketText(SERIES, 99, MONEY)).toEqual({ head: "", rows: [], note: null });
});

test("the sentence names the ends and the extremes", () => {
  expect(lineSentence(SERIES, MONEY)).toBe(
    "Net revenue from KES 380K on 2 Dec 2024 to KES 410K on 3 Dec 2024: highest KES 410K on 3 Dec 2024, " +
      "lowest KES 380K on 2 Dec 2024; the last is so far.",
  );
  expect(lineSentence([{ name: "Margin", points: [] }], RATIO)).toBe("Margin: no values in this period.");
});

test.each([
  ["ArrowRight", null, 0],
  ["ArrowRight", 9, 9],
  ["ArrowLeft", null, 9],
  ["ArrowLeft", 0, 0],
  ["Home", 5, 0],
  ["End", 5, 9],
  ["PageUp", 5, 6],
  ["a", 5, null],
])("%s at %j leads to %j", (key, from, to) => {
  expect(nextIndex(key, from, 10)).toBe(to);
});

test("no marks, nowhere to go", () => {
  expect(nextIndex("End", null, 0)).toBeNull();
});

test("a picture carries its words, and markup in them is text", () => {
  const text = { title: "<b>Profit</b>", window: "1–31 Dec 2024 · KES", filters: 'Branch "A&B"', source: "version 1" };
  const svg = picture("<svg/>", text, { width: 900, height: 300 });
  expect(svg).toContain("&lt;b&gt;Profit");
  expect(svg).toContain("A&amp;B");
  for (const words of ["1–31 Dec 2024 · KES", "version 1"]) expect(svg).toContain(words);
  expect(escaped(`'"`)).toBe("&#39;&quot;");
});

test("words stand beside the mark of a wide plot, and outside of a small one, within its width", () => {
  expect(tooltipPlace(100, 800)).toEqual({ left: 114, width: 250, isOutside: false });
  expect(tooltipPlace(700, 800)).toEqual({ left: 436, width: 250, isOutside: false });
  expect(tooltipPlace(260, 270)).toEqual({ left: 16, width: 250, isOutside: true });
  expect(tooltipPlace(0, 270)).toMatchObject({ left: 4, isOutside: true });
  expect(tooltipPlace(100, 800, 2)).toMatchObject({ width: 500, isOutside: true });
});
