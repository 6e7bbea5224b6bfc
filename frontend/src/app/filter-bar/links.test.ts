import { expect, test } from "vitest";
import { DEFAULT_VIEW, formatView } from "../../state/view";
import { chipText } from "./chip-text";
import { comparedDays, compareLabel, earlier } from "./compare-model";
import { exactly, sentOf, stamp } from "./links";

const VERSION = {
  version: "00000001-aa",
  asOf: "2024-12-18T17:53:21+03:00",
  loadedAt: "2025-01-01T00:00:00Z",
  timezone: "Africa/Nairobi",
  currency: "KES",
  weekStart: 1,
  fiscalYearStart: 1,
  catalogVersion: "c",
  staleAfterHours: 48,
  withdrawnCount: 0,
  proof: null,
};
const LOADED = { anchor: "2024-12-18", first: "2022-12-01", last: "2024-12-18", weekStart: 1, fiscalYearStart: 1 };
const ANSWERED = {
  period: { start: "2024-12-01T00:00:00+03:00", end: "2024-12-19T00:00:00+03:00", timezone: "Africa/Nairobi" },
  comparisons: [{ kind: "PREVIOUS_PERIOD", start: "2024-11-01T00:00:00+03:00", end: "2024-11-19T00:00:00+03:00" }],
  dataVersion: "00000001-aa",
  stale: false,
};

test("exact dates hold the windows and the version of now", () => {
  const exact = exactly(DEFAULT_VIEW, { loaded: LOADED, version: VERSION, answered: ANSWERED });
  expect(formatView(exact)).toBe("?cmp=2024-11-01..2024-11-18&from=2024-12-01&to=2024-12-18&v=00000001-aa_2024-12-18");
});

test("a link of this version says nothing, one of another says of when it is", () => {
  expect(sentOf(stamp(VERSION), VERSION)).toBeNull();
  expect(sentOf("00000000-bb_2024-12-12", VERSION)).toEqual({ day: "2024-12-12" });
  expect(sentOf("00000000-bb", VERSION)).toEqual({ day: null });
  // a link that was written by hand
  expect(sentOf("00000000-bb_2024-99-99", VERSION)).toEqual({ day: null });
  expect(sentOf(null, VERSION)).toBeNull();
});

test("a chip names two members and counts the rest", () => {
  expect(chipText("Branch", { in: ["Kisumu", "Nairobi", "Thika", "Nyeri"], notIn: [] })).toBe(
    "Branch: Kisumu, Nairobi +2",
  );
  expect(chipText("Line", { in: [], notIn: ["Solar"] })).toBe("Line: not Solar");
  expect(chipText("Line", { in: ["A"], notIn: ["<b>"] })).toBe("Line: A, not <b>");
});

test("comparisons have a short label and an order", () => {
  expect(compareLabel([])).toBe("No comparison");
  expect(compareLabel([{ kind: "PREVIOUS_YEAR" }, { kind: "PREVIOUS_PERIOD" }])).toBe("vs previous year +1");
  expect(earlier([{ kind: "PREVIOUS_YEAR" }, { kind: "PREVIOUS_PERIOD" }], 1)[0]?.kind).toBe("PREVIOUS_PERIOD");
});

test("days of a comparison are the API's, or said to be none", () => {
  expect(comparedDays(ANSWERED.comparisons, { kind: "PREVIOUS_PERIOD" }, 0)).toBe("1–18 Nov 2024");
  expect(comparedDays([], { kind: "PREVIOUS_PERIOD" }, 0)).toBe("no such window for this period");
});
