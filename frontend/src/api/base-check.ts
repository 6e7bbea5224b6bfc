/** The same question answered from the base lines, compared with what is on screen cell by cell. */
import { fetchRest, restRequest, type Question } from "./rest";

export interface Difference {
  /** Where: `rows[3].profit`. */
  readonly path: string;
  readonly shown: unknown;
  readonly base: unknown;
}

export interface BaseCheck {
  readonly cells: number;
  readonly differences: readonly Difference[];
  readonly tookMs: number;
  readonly dataVersion: string | null;
  readonly requestId: string;
}

interface BaseAnswer {
  readonly data: unknown;
  readonly metadata: { readonly tookMs: number; readonly dataVersion: string | null; readonly requestId: string };
}

export async function checkBase(question: Question, shown: unknown, signal?: AbortSignal): Promise<BaseCheck> {
  const asked = { ...question, args: { ...question.args, source: "BASE" } };
  const response = await fetchRest(restRequest(asked), signal);
  const { data, metadata } = (await response.json()) as BaseAnswer;
  const compared = compare(shown, data);
  return {
    cells: compared.cells,
    differences: compared.differences,
    tookMs: metadata.tookMs,
    dataVersion: metadata.dataVersion,
    requestId: metadata.requestId,
  };
}

interface Compared {
  readonly cells: number;
  readonly differences: readonly Difference[];
}

/** Every cell on screen against the same cell of the base; what the base's answer holds besides is not looked at. */
export function compare(shown: unknown, base: unknown, path = ""): Compared {
  if (!isTree(shown)) return compareCell(shown, base, path);
  const parts = Object.entries(shown).map(([key, value]) => {
    const inside = (base as Record<string, unknown> | null | undefined)?.[key];
    return compare(value, inside, pathTo(path, key, Array.isArray(shown)));
  });
  return {
    cells: parts.reduce((sum, part) => sum + part.cells, 0),
    differences: parts.flatMap((part) => part.differences),
  };
}

function compareCell(shown: unknown, base: unknown, path: string): Compared {
  // a null with its reason and an absent field say the same
  const isSame = isEqual(shown ?? null, base ?? null);
  return { cells: 1, differences: isSame ? [] : [{ path, shown, base }] };
}

const ROUNDING = 1e-12;

/** Sums are exact; a ratio of equal sums may be rounded apart in its last digit. */
function isEqual(shown: unknown, base: unknown): boolean {
  if (typeof shown !== "number" || typeof base !== "number") return shown === base;
  return shown === base || Math.abs(shown - base) <= ROUNDING * Math.max(Math.abs(shown), Math.abs(base));
}

const isTree = (value: unknown): value is object => typeof value === "object" && value !== null;

function pathTo(path: string, key: string, isList: boolean): string {
  if (isList) return `${path}[${key}]`;
  return path === "" ? key : `${path}.${key}`;
}
