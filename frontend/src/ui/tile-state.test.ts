import { expect, test } from "vitest";
import { Failure } from "../api/client";
import type { Answer, Meta } from "../api/unwrap";
import { tileState, type Asked } from "./tile-state";

const META: Meta = {
  requestId: "r1",
  engine: "embedded",
  source: null,
  comparisons: [],
  exact: true,
  relativeError: null,
  rowCount: 1,
  cache: { hit: false, ageMs: 0 },
  tookMs: 1,
  page: null,
  totals: null,
  others: null,
  extra: null,
  dataVersion: "1",
  asOf: null,
  currency: "KES",
  complete: true,
  stale: false,
  period: null,
  warnings: [],
  nulls: [],
};
const isEmpty = (rows: number[]) => rows.length === 0;

function asked(change: Partial<Asked<number[]>>): Asked<number[]> {
  return { answer: null, failure: null, isOld: false, isRevalidating: false, refetch: () => undefined, ...change };
}

function answer(data: number[] | null, code?: string): Answer<number[]> {
  const error = code === undefined ? null : { code, message: "Because.", hint: null };
  return { data, error, meta: META };
}

test.each([
  ["nothing yet", asked({}), "loading"],
  ["rows", asked({ answer: answer([1]) }), "ready"],
  ["no rows", asked({ answer: answer([]) }), "empty"],
  ["no data", asked({ answer: answer(null) }), "empty"],
  ["never loaded", asked({ answer: answer(null, "MEASURE_NOT_LOADED") }), "notLoaded"],
  ["an empty store", asked({ answer: answer(null, "NO_DATA") }), "notLoaded"],
  ["refused", asked({ answer: answer(null, "TOO_EXPENSIVE") }), "failed"],
])("%s", (_, question, kind) => {
  expect(tileState(question, { isEmpty }).kind).toBe(kind);
});

test("a failed question is never covered by an old answer", () => {
  const failure = new Failure("UNREACHABLE", "Gone.");
  expect(tileState(asked({ answer: answer([1]), failure, isOld: true }), { isEmpty })).toEqual({
    kind: "failed",
    problem: failure,
    requestId: null,
  });
});

test("an answer to the question before says so", () => {
  expect(tileState(asked({ answer: answer([1]), isOld: true }), { isEmpty })).toEqual({
    kind: "ready",
    data: [1],
    meta: META,
    isLate: false,
  });
});
