/** Which of its looks a tile has. Pure: what is known of the question and its answer in, one state out. */
import type { Answer, Problem } from "../api/unwrap";

export type TileState<Data> =
  | { readonly kind: "loading" }
  | { readonly kind: "failed"; readonly problem: Problem; readonly requestId: string | null }
  | { readonly kind: "notLoaded"; readonly problem: Problem }
  | { readonly kind: "empty" }
  | { readonly kind: "ready"; readonly data: Data; readonly isOld: boolean };

export interface Asked<Data> {
  readonly answer: Answer<Data> | null;
  readonly failure: (Problem & { readonly requestId: string | null }) | null;
  /** The answer belongs to the question before; the new one is on its way. */
  readonly isOld: boolean;
}

/** `isEmpty` says whether data holds nothing to show. */
export function tileState<Data>(asked: Asked<Data>, isEmpty: (data: Data) => boolean): TileState<Data> {
  const { answer, failure } = asked;
  if (failure !== null) return { kind: "failed", problem: failure, requestId: failure.requestId };
  if (answer === null) return { kind: "loading" };
  if (answer.error !== null) return refused(answer.error, answer.meta.requestId);
  if (answer.data === null || isEmpty(answer.data)) return { kind: "empty" };
  return { kind: "ready", data: answer.data, isOld: asked.isOld };
}

function refused(problem: Problem, requestId: string): TileState<never> {
  const isMissing = problem.code === "NO_DATA" || problem.code.endsWith("NOT_LOADED");
  return isMissing ? { kind: "notLoaded", problem } : { kind: "failed", problem, requestId };
}
