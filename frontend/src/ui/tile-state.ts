/** Which of its looks a tile has. Pure: what is known of the question and its answer in, one state out. */
import type { Problem } from "../api/client";
import type { Asked } from "../api/page-query";
import type { Answer, Meta } from "../api/unwrap";
import { nullReason } from "../words";

export type { Asked } from "../api/page-query";

export type TileState<Data> =
  | { readonly kind: "loading" }
  | { readonly kind: "failed"; readonly problem: Problem; readonly requestId: string | null }
  | { readonly kind: "notLoaded"; readonly problem: Problem }
  | { readonly kind: "empty"; readonly meta: Meta }
  | { readonly kind: "ready"; readonly data: Data; readonly meta: Meta; readonly isLate: boolean };

interface Looks<Data> {
  /** Whether data holds nothing to show. */
  readonly isEmpty: (data: Data) => boolean;
  /** Fields without which the tile says nothing. */
  readonly needs?: readonly string[] | undefined;
}

export function tileState<Data>(asked: Asked<Data>, looks: Looks<Data>): TileState<Data> {
  const { answer, failure } = asked;
  // an answer to this very question is kept while the server is away
  const isKept = answer !== null && !asked.isOld && failure?.isPassing === true;
  if (failure !== null && !isKept) return { kind: "failed", problem: failure, requestId: failure.requestId };
  return answer === null ? { kind: "loading" } : answered(answer, looks, isKept);
}

function answered<Data>({ data, error, meta }: Answer<Data>, looks: Looks<Data>, isKept: boolean): TileState<Data> {
  const { isEmpty, needs = [] } = looks;
  if (error !== null) return refused(error, meta.requestId);
  if (isNobody(meta)) return { kind: "empty", meta };
  const missing = notLoaded(meta, needs);
  if (missing !== null) return { kind: "notLoaded", problem: missing };
  if (data === null || isEmpty(data)) return { kind: "empty", meta };
  return { kind: "ready", data, meta, isLate: isKept || meta.stale };
}

function refused(problem: Problem, requestId: string): TileState<never> {
  const isMissing = problem.code === "NO_DATA" || problem.code.endsWith("NOT_LOADED");
  return isMissing ? { kind: "notLoaded", problem } : { kind: "failed", problem, requestId };
}

const isUnloaded = ({ code, field }: Meta["warnings"][number]): boolean => code === "NOT_LOADED" && field === "period";

/** Nothing is loaded of a name that nobody has: that is a question to put right, not a file to load. */
function isNobody({ warnings }: Meta): boolean {
  return warnings.some(isUnloaded) && warnings.some(({ code }) => code === "UNKNOWN_MEMBER");
}

/** The window was never loaded, or what the tile is about never was. */
function notLoaded({ warnings, nulls }: Meta, needs: readonly string[]): Problem | null {
  const window = warnings.find(isUnloaded);
  if (window !== undefined) return { code: window.code, message: window.message, hint: null };
  const missing = nulls.find(({ field, code }) => needs.includes(field) && code.endsWith("NOT_LOADED"));
  return missing === undefined ? null : { code: missing.code, message: nullReason(missing.code), hint: null };
}
