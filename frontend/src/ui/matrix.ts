/** The tints of a matrix and the way through its cells by keys. Pure. */
const STEPS = 5;

export interface TintScale {
  readonly low: number;
  readonly high: number;
}

export function tintScale(values: readonly (number | null)[]): TintScale {
  const known = values.filter((value) => value !== null);
  return { low: Math.min(0, ...known), high: Math.max(0, ...known) };
}

/** 0 is zero, 1 to 5 the fifths up to the highest; -1 to -5 those down to the lowest. */
export function tintOf(value: number, { low, high }: TintScale): number {
  const end = value < 0 ? low : high;
  if (value === 0 || end === 0) return 0;
  const step = Math.min(STEPS, Math.max(1, Math.ceil((value / end) * STEPS)));
  return value < 0 ? -step : step;
}

export interface Place {
  readonly row: number;
  readonly column: number;
}

interface Size {
  readonly rows: number;
  readonly columns: number;
}

/** Where a key leads, null when it is none of ours or the edge is reached. */
export function moved({ row, column }: Place, key: string, { rows, columns }: Size): Place | null {
  const ways: Readonly<Record<string, Place>> = {
    ArrowRight: { row, column: column + 1 },
    ArrowLeft: { row, column: column - 1 },
    ArrowDown: { row: row + 1, column },
    ArrowUp: { row: row - 1, column },
    Home: { row, column: 0 },
    End: { row, column: columns - 1 },
  };
  const next = ways[key];
  if (!next || next.row < 0 || next.column < 0 || next.row >= rows || next.column >= columns) return null;
  return next;
}
