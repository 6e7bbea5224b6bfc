/** Cells chosen in a grid, the way through it by keys, and the text that a copy is. Pure. */
import type { Grid, Line } from "./data";

export interface Place {
  readonly row: number;
  readonly column: number;
}

/** From the cell where choosing began to the one where it is now. */
export interface Selection {
  readonly from: Place;
  readonly to: Place;
}

export interface Size {
  readonly rows: number;
  readonly columns: number;
}

export const START: Selection = { from: { row: 0, column: 0 }, to: { row: 0, column: 0 } };

export interface Pressed {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly isCtrl: boolean;
}

/** The selection after a key, null for a key that is none of the grid's. */
export function pressed({ from, to }: Selection, { key, shiftKey, isCtrl }: Pressed, size: Size): Selection | null {
  if (isCtrl && key.toLowerCase() === "a") {
    return { from: { row: 0, column: 0 }, to: { row: size.rows - 1, column: size.columns - 1 } };
  }
  const step = isCtrl ? LONG[key]?.(to, size) : STEPS[key]?.(to, size);
  if (step === undefined) return null;
  const next = { row: within(step.row, size.rows), column: within(step.column, size.columns) };
  return { from: shiftKey ? from : next, to: next };
}

type Move = (at: Place, size: Size) => Place;
const STEPS: Readonly<Record<string, Move>> = {
  ArrowUp: ({ row, column }) => ({ row: row - 1, column }),
  ArrowDown: ({ row, column }) => ({ row: row + 1, column }),
  ArrowLeft: ({ row, column }) => ({ row, column: column - 1 }),
  ArrowRight: ({ row, column }) => ({ row, column: column + 1 }),
  Home: ({ row }) => ({ row, column: 0 }),
  End: ({ row }, { columns }) => ({ row, column: columns - 1 }),
  PageUp: ({ row, column }) => ({ row: row - 10, column }),
  PageDown: ({ row, column }) => ({ row: row + 10, column }),
};
const LONG: Readonly<Record<string, Move>> = {
  Home: () => ({ row: 0, column: 0 }),
  End: (_, { rows, columns }) => ({ row: rows - 1, column: columns - 1 }),
  ArrowUp: ({ column }) => ({ row: 0, column }),
  ArrowDown: ({ column }, { rows }) => ({ row: rows - 1, column }),
  ArrowLeft: ({ row }) => ({ row, column: 0 }),
  ArrowRight: ({ row }, { columns }) => ({ row, column: columns - 1 }),
};

const within = (value: number, count: number): number => Math.max(0, Math.min(count - 1, value));

export interface Area {
  readonly rows: readonly [number, number];
  readonly columns: readonly [number, number];
}

export function areaOf({ from, to }: Selection): Area {
  return {
    rows: [Math.min(from.row, to.row), Math.max(from.row, to.row)],
    columns: [Math.min(from.column, to.column), Math.max(from.column, to.column)],
  };
}

/** What one row shows of a selection. */
export interface Shown {
  /** Columns of this row that are chosen: first and last; -1 when none is. */
  readonly first: number;
  readonly last: number;
  /** The column whose cell takes the focus; -1 in other rows. */
  readonly focus: number;
}

export function shownOf(row: number, selection: Selection | null): Shown {
  // until a cell is chosen, the first one takes the focus and none is marked
  if (selection === null) return { first: -1, last: -1, focus: row === 0 ? 0 : -1 };
  const { rows, columns } = areaOf(selection);
  const isIn = row >= rows[0] && row <= rows[1];
  return {
    first: isIn ? columns[0] : -1,
    last: isIn ? columns[1] : -1,
    focus: selection.to.row === row ? selection.to.column : -1,
  };
}

/** Tab-separated, at full precision; a null is empty, and text cannot break out of its cell. */
export function tsvOf(lines: readonly Line[], { rows, columns }: Area): string {
  return lines
    .slice(rows[0], rows[1] + 1)
    .map(({ values }) =>
      values
        .slice(columns[0], columns[1] + 1)
        .map(written)
        .join("\t"),
    )
    .join("\n");
}

const written = (value: number | string | null): string =>
  value === null ? "" : String(value).replaceAll(/[\t\r\n]/g, " ");

export const allLines = ({ lines, foot }: Grid): readonly Line[] => [...lines, ...foot];
