/** The answer of `branchProductHeatmap` as a table with the API's own margins. Pure. */
import type { BranchLinesFragment } from "../../api/gen/operations";
import { unnamed } from "../../words";

/** Keys of the address that the page declares. */
export const CELLS = "cells";
export const OF = "of";

type Row = NonNullable<BranchLinesFragment["branchProductHeatmap"]["data"]>[number];

export interface Grid {
  readonly branches: readonly string[];
  readonly lines: readonly string[];
  readonly value: (branch: string, line: string) => number | null;
  readonly growth: (branch: string, line: string) => number | null;
  readonly branchTotal: (branch: string) => number | null;
  readonly lineTotal: (line: string) => number | null;
  readonly whole: number | null;
}

export const NOWHERE = unnamed("branch");
export const NOTHING = unnamed("productLine");

export function gridOf(rows: readonly Row[], extra: unknown): Grid {
  const cells = new Map(rows.map((row) => [key(branchOf(row), lineOf(row)), row]));
  const branches = marginOf(extra, "branches", "branch", NOWHERE);
  const lines = marginOf(extra, "productLines", "productLine", NOTHING);
  return {
    branches: [...new Set(rows.map(branchOf))],
    lines: [...new Set(rows.map(lineOf))],
    value: (branch, line) => cells.get(key(branch, line))?.value ?? null,
    growth: (branch, line) => cells.get(key(branch, line))?.growthRate ?? null,
    branchTotal: (branch) => branches.get(branch) ?? null,
    lineTotal: (line) => lines.get(line) ?? null,
    whole: numberIn(fieldOf(extra, "whole"), "value"),
  };
}

/** A part of its row; null where the row's total is no whole that parts could be of. */
export function shareOfRow(value: number | null, total: number | null): number | null {
  if (value === null || total === null || total <= 0) return null;
  return value / total;
}

const branchOf = ({ branch }: Row): string => branch ?? NOWHERE;
const lineOf = ({ productLine }: Row): string => productLine ?? NOTHING;
const key = (branch: string, line: string): string => JSON.stringify([branch, line]);

function marginOf(extra: unknown, list: string, member: string, nameless: string): ReadonlyMap<string, number | null> {
  const entries = fieldOf(extra, list);
  if (!Array.isArray(entries)) return new Map();
  return new Map(
    (entries as unknown[]).map((entry) => {
      const name = fieldOf(entry, member);
      return [typeof name === "string" ? name : nameless, numberIn(entry, "value")];
    }),
  );
}

function fieldOf(record: unknown, name: string): unknown {
  if (typeof record !== "object" || record === null) return null;
  return (record as Record<string, unknown>)[name];
}

function numberIn(record: unknown, name: string): number | null {
  const value = fieldOf(record, name);
  return typeof value === "number" ? value : null;
}
