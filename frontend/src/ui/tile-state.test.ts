import { expect, test } from "vitest";
import type { Answer } from "../api/unwrap";
import { tileState, type Asked } from "./tile-state";

const META = {
  requestId: "r1",
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
  return { answer: null, failure: null, isOld: false, ...change };
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
  expect(tileState(question, isEmpty).kind).toBe(kind);
});

test("a failed question is never covered by an old answer", () => {
  const failure = { code: "UNREACHABLE", message: "Gone.", hint: null, requestId: null };
  expect(tileState(asked({ answer: answer([1]), failure, isOld: true }), isEmpty)).toEqual({
    kind: "failed",
    problem: failure,
    requestId: null,
  });
});

test("an answer to the question before says so", () => {
  expect(tileState(asked({ answer: answer([1]), isOld: true }), isEmpty)).toEqual({
    kind: "ready",
    data: [1],
    isOld: true,
  });
});
