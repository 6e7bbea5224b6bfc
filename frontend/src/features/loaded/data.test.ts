import { describe, expect, it } from "vitest";
import { dayWords, holeSentences, monthSentence, monthShort, rowsOf, type Range } from "./data";

const RANGE: Range = {
  start: "2024-01-30",
  end: "2024-03-02",
  loaded: [{ start: "2024-01-30", end: "2024-03-02" }],
  branches: [
    { branch: "Nairobi", loaded: [{ start: "2024-01-30", end: "2024-03-02" }] },
    {
      branch: "<img onerror>",
      loaded: [
        { start: "2024-01-30", end: "2024-02-10" },
        { start: "2024-02-13", end: "2024-03-02" },
      ],
    },
  ],
};

describe("rowsOf", () => {
  const [together, nairobi, other] = rowsOf(RANGE);

  it("has every month with its own number of days, leap years too", () => {
    expect(together?.months.map(({ name, days }) => [name, days.length])).toEqual([
      ["2024-01", 31],
      ["2024-02", 29],
      ["2024-03", 31],
    ]);
  });

  it("tells days before and after everything from missing ones", () => {
    const january = nairobi?.months[0];
    expect([january?.days[28], january?.days[29], january?.state, january?.of]).toEqual([
      "outside",
      "loaded",
      "loaded",
      2,
    ]);
  });

  it("says what one branch misses", () => {
    expect(other?.months[1]?.days.slice(9, 13)).toEqual(["loaded", "missing", "missing", "loaded"]);
    expect([other?.months[1]?.state, other?.months[1]?.loaded]).toEqual(["partly", 27]);
  });

  it("says that together a day is partly loaded", () => {
    expect(together?.months[1]?.days.slice(9, 13)).toEqual(["loaded", "partly", "partly", "loaded"]);
  });

  it("is empty for a store never loaded", () => {
    expect(rowsOf({ start: null, end: null, loaded: [], branches: [] })).toEqual([]);
  });

  it("counts a store without branches by its days alone", () => {
    const [only, ...rest] = rowsOf({ ...RANGE, branches: [] });
    expect([only?.months[1]?.state, rest]).toEqual(["loaded", []]);
  });
});

describe("words", () => {
  it("names a month's days", () => {
    const [, , other] = rowsOf(RANGE);
    const month = other?.months[1];
    expect(month && monthSentence("Thika", month)).toBe("February 2024, Thika: 27 of 29 days loaded");
  });

  it("writes September in three letters, as every other month", () => {
    expect([monthShort("2024-09"), dayWords("2024-09-03")]).toEqual(["Sep", "3 Sep 2024"]);
  });

  it("names holes once when no branch has the days", () => {
    const loaded = [
      { start: "2024-01-01", end: "2024-01-02" },
      { start: "2024-01-05", end: "2024-01-06" },
    ];
    const branches = ["A", "B"].map((branch) => ({ branch, loaded }));
    const rows = rowsOf({ start: "2024-01-01", end: "2024-01-06", loaded, branches });
    expect(holeSentences(rows)).toEqual(["3–4 Jan 2024: no branch"]);
    expect(holeSentences(rowsOf(RANGE))).toEqual(["11–12 Feb 2024: <img onerror>"]);
  });
});
