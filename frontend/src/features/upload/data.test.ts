import { describe, expect, it } from "vitest";
import type { Progress } from "../../api/load-types";
import { bytesOf, progressWords, refusalOf, spokenOf, timeWords } from "./data";

const csv = { name: "May.CSV", size: 10 };

describe("refusalOf", () => {
  it("takes one table that is small enough", () => {
    expect(refusalOf([csv], 10)).toBeNull();
    expect(refusalOf([{ name: "sales.csv.gz", size: 1 }], 10)).toBeNull();
  });

  it.each([
    [[], "No file"],
    [[csv, csv], "2 files"],
    [[{ name: "holiday.jpg", size: 5 }], "holiday.jpg is not a table"],
    [[{ name: "sales", size: 5 }], "not a table"],
    [[{ name: "sales.csv", size: 0 }], "is empty"],
    [[{ name: "sales.csv", size: 11 }], "at most 10 bytes"],
  ])("says why %j is refused", (files, words) => {
    expect(refusalOf(files, 10)).toContain(words);
  });
});

describe("words of progress", () => {
  const reading: Progress = { phase: "reading", lines: 50_000, share: 0.25, linesPerSecond: 25_000.4, secondsLeft: 75 };

  it("tells lines, speed and time left", () => {
    expect(progressWords(reading)).toBe("50,000 lines · 25,000 lines/s · 1 min 15 s left");
  });

  it("says nothing of a time that is not known", () => {
    expect(progressWords({ phase: "building", stage: "building months", secondsLeft: null })).toBe("building months");
    expect(progressWords(null)).toBe("Starting the loader");
  });

  it("is spoken once each tenth", () => {
    expect(spokenOf({ ...reading, share: 0.299 })).toBe(spokenOf({ ...reading, share: 0.2 }));
    expect(spokenOf({ ...reading, share: 0.3 })).toContain("30 per cent");
  });
});

it("sizes and times are short", () => {
  expect([bytesOf(999), bytesOf(33_877_987), bytesOf(2 ** 30), timeWords(59.2)]).toEqual([
    "999 bytes",
    "33.9 MB",
    "1.1 GB",
    "1 min 0 s",
  ]);
});
