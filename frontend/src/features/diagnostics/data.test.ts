import { describe, expect, test } from "vitest";
import type { Answers, Diagnostics, Memory, SlowQuestion, Verification } from "../../api/diagnostics";
import { ageOf, answerFacts, gapWords, holeWords, lightOf, lightsOf, memoryWords, verdictOf, whyWords } from "./data";

const FAILURE = { code: "UNREACHABLE", message: "The server cannot be reached.", hint: null };
const GAP = { table: "sales_hourly", month: "2024-03", day: "2024-03-05", measure: "grossRevenue" };

describe("lights", () => {
  test.each([
    ["ready", "good", "ready"],
    ["degraded", "bad", "degraded"],
    ["not_configured", "idle", "not configured"],
    ["something new", "unknown", "something new"],
    [null, "unknown", "asking"],
  ])("%s is %s", (state, tone, words) => {
    expect(lightOf("API", state, null)).toMatchObject({ tone, state: words });
  });

  test("a probe that fails is told in its words, whatever was known", () => {
    expect(lightOf("API", "ready", FAILURE)).toMatchObject({ tone: "bad", detail: FAILURE.message });
  });
});

test("the server is away: every light says so, and none is green", () => {
  const away = { data: undefined, error: FAILURE };
  expect(lightsOf(away, away, away).map(({ tone }) => tone)).toEqual(["bad", "bad", "bad", "bad", "bad"]);
});

test("a block that failed darkens its own light alone", () => {
  const blocks = {
    engine: { data: { state: "ok" }, error: null },
    proof: { data: null, error: FAILURE },
    versions: { data: null, error: FAILURE },
    loader: { data: { running: null, holder: null }, error: null },
  } as unknown as Diagnostics;
  const lights = lightsOf(
    { data: { status: "ready", reason: null }, error: null },
    { data: { state: "not_configured" }, error: null },
    { data: blocks, error: null },
  );
  expect(lights.map(({ tone }) => tone)).toEqual(["good", "idle", "good", "bad", "idle"]);
});

test("a file that is being loaded is told with its beginning", () => {
  const running = { id: "1", kind: "load", file: "june.csv", startedAt: "2024-06-15T09:00:00+00:00" };
  const nothing = { data: null, error: null };
  const zone = { data: { timezone: "Africa/Nairobi" }, error: null };
  const blocks = { engine: nothing, proof: nothing, versions: zone, loader: { data: { running }, error: null } };
  const asked = { data: undefined, error: null };
  const loader = (told: unknown) => lightsOf(asked, asked, { data: told as Diagnostics, error: null }).at(-1);
  expect(loader(blocks)).toMatchObject({ tone: "good", state: "at work" });
  expect(loader(blocks)?.detail).toMatch(/^june.csv, since .*12:00/);
  const undo = { ...blocks, loader: { data: { running: { ...running, kind: "undo" } }, error: null } };
  expect(loader(undo)?.state).toBe("takes a load back");
  const holder = "a load of <b>june</b>.csv, begun at 2024-06-15 09:00:00 UTC";
  const command = { ...blocks, loader: { data: { running: null, holder }, error: null } };
  expect(loader(command)).toMatchObject({ state: "at work", detail: `By the command line: ${holder}.` });
});

test("holes of a day and of several", () => {
  expect(holeWords({ start: "2024-01-02", end: "2024-01-02" })).toBe("2024-01-02");
  expect(holeWords({ start: "2024-01-02", end: "2024-01-09" })).toBe("2024-01-02 to 2024-01-09");
});

test("a difference has both totals, a damaged file none", () => {
  expect(gapWords({ ...GAP, expected: 1200, found: -0.07 })).toBe(
    "sales_hourly, 2024-03-05, grossRevenue: -0.07, the sale lines say 1,200",
  );
  expect(gapWords({ ...GAP, day: null, measure: null, expected: null, found: null })).toContain("damaged");
});

describe("the last verification", () => {
  const last = { isEqual: true, files: 128, differences: 0, damaged: [] } as unknown as Verification;
  test("equal", () => {
    expect(verdictOf(last)).toEqual({ isGood: true, words: "Equal: 128 files read, every rollup adds up" });
  });
  test("not equal", () => {
    const found = { ...last, isEqual: false, differences: 2, damaged: [{ table: "t", month: "2024-01" }] };
    expect(verdictOf(found)).toEqual({ isGood: false, words: "2 days and measures differ, 1 files damaged" });
    expect(verdictOf({ ...last, isEqual: false }).words).toBe("Not equal");
  });
});

test("why no rollup answered, each reason once", () => {
  const rejected = [
    { table: "a", reason: "DIMENSION_MISSING", field: "customer" },
    { table: "b", reason: "DIMENSION_MISSING", field: "customer" },
    { table: "b", reason: "DIMENSION_MISSING", field: "customer" },
    { table: "c", reason: "UNHEARD_OF", field: null },
    { table: "d", reason: "MORE_ROWS", field: null },
  ];
  expect(whyWords({ rejected } as unknown as SlowQuestion)).toEqual([
    "it does not keep customer (a, b)",
    "UNHEARD_OF (c)",
  ]);
});

describe("what is kept", () => {
  const answers: Answers = {
    ...{ entries: 1204, bytes: 2_500_000, mostBytes: 64_000_000, hits: 7, revalidated: 3, shared: 2, misses: 11 },
    ...{ bypassed: 1, evicted: 4, expired: 5, superseded: 6, warmed: 8, oldestMs: 61_000 },
  };
  test("whole answers are counted, and where each question ended", () => {
    expect(answerFacts(answers)).toEqual([
      ["Whole answers", "1,204, 2.5 MB of 64.0 MB; the oldest is 1 min old"],
      ["Given again", "7 from them, 2 with an equal question at work"],
      ["Not sent again", "3: who asked had the answer already"],
      ["Computed", "11, and 1 while answers may not be kept"],
      ["Given up", "4 for room, 5 for age, 6 for newer data"],
      ["Asked ahead", "8, before anybody did"],
    ]);
    expect(answerFacts({ ...answers, entries: 0, bytes: 0, oldestMs: null })[0]?.[1]).toBe("0, 0 kB of 64.0 MB");
  });
  test("a server that keeps none says so", () => {
    expect(answerFacts({ ...answers, mostBytes: 0 })).toEqual([["Whole answers", "none is kept"]]);
  });
  const bare: Memory = { reused: false, answers, standIn: null, computed: [], memberLists: 0 };
  test("what is not there is said", () => {
    expect(memoryWords(bare)[0]).toBe("No answer is given twice: every question is computed.");
    expect(memoryWords(bare)[1]).toContain("No answer stands in");
  });
  test("equal works are counted, and named without their source", () => {
    const done = { version: "1", work: "lifetime values, AUTO", state: "DONE" };
    expect(memoryWords({ ...bare, computed: [done, done, { ...done, work: "orders", state: "RUNNING" }] })[2]).toBe(
      "Computed once a data version: lifetime values done, 2 times; orders running.",
    );
  });
  test("what stands in is counted", () => {
    const standIn = { entries: 12, bytes: 2_500_000, keptSeconds: 900, hits: 3, oldestMs: 61_000 };
    expect(memoryWords({ ...bare, standIn })[1]).toBe(
      "12 last answers (2.5 MB) may stand in while the cluster is away, for 15 min; 3 did; the oldest is 1 min old.",
    );
  });
});

test.each([
  [0, "0 s"],
  [59_000, "1 min"],
  [12_000, "12 s"],
  [7_200_000, "2 h"],
  [400_000_000, "5 days"],
])("%d ms is %s", (ms, words) => {
  expect(ageOf(ms)).toBe(words);
});
