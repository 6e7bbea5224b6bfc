/** The answer of `salespersonProductMix` as one bar a person, cut into the largest lines and Others. Pure. */
import type { SalespeopleMixFragment } from "../../api/gen/operations";
import { unnamed } from "../../words";

type Row = NonNullable<SalespeopleMixFragment["salespersonProductMix"]["data"]>[number];

export const MOST_PEOPLE = 10;
const MOST_PARTS = 6;

export interface Part {
  readonly line: string;
  readonly revenue: number | null;
  /** Of the person's own net revenue. */
  readonly share: number;
}

export interface PersonMix {
  readonly person: string | null;
  readonly parts: readonly Part[];
  /** Lines beyond those shown; their part is what the bar leaves. */
  readonly others: readonly string[];
  /** False where a line came back more than it sold, or nothing did: such shares are no parts of a bar. */
  readonly isWhole: boolean;
}

/** People as the API ranks them; lines in `order`, the fixed one of the colours, so that bars can be compared. */
export function mixes(rows: readonly Row[], order: readonly string[]): PersonMix[] {
  return [...new Set(rows.map(({ salesperson }) => salesperson))].slice(0, MOST_PEOPLE).map((person) =>
    mixOf(
      person,
      rows.filter(({ salesperson }) => salesperson === person),
      order,
    ),
  );
}

/** The lines of all bars, each once, in the fixed order: the key to parts too narrow for their names. */
export function linesOf(people: readonly PersonMix[], order: readonly string[]): string[] {
  const lines = [
    ...new Set(people.filter(({ isWhole }) => isWhole).flatMap(({ parts }) => parts.map(({ line }) => line))),
  ];
  const place = (line: string) => (order.includes(line) ? order.indexOf(line) : order.length);
  return lines.sort((a, b) => place(a) - place(b));
}

function mixOf(person: string | null, rows: readonly Row[], order: readonly string[]): PersonMix {
  const largest = [...rows].sort((a, b) => (b.share ?? 0) - (a.share ?? 0));
  const shown = largest.slice(0, MOST_PARTS);
  const place = (line: string) => (order.includes(line) ? order.indexOf(line) : order.length);
  const parts = shown.map(({ productLine, revenue, share }) => ({
    line: nameOf(productLine),
    revenue,
    share: share ?? 0,
  }));
  return {
    person,
    parts: parts.sort((a, b) => place(a.line) - place(b.line)),
    others: largest.slice(MOST_PARTS).map(({ productLine }) => nameOf(productLine)),
    isWhole: rows.every(({ share }) => share !== null && share >= 0),
  };
}

const nameOf = (line: string | null): string => line ?? unnamed("productLine");
