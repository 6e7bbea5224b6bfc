/** The rows of the leaderboard as marks of revenue by margin, with the team's own rules. Pure. */
import type { SalespeopleBoardFragment } from "../../api/gen/operations";

type Row = NonNullable<SalespeopleBoardFragment["salespersonLeaderboard"]["data"]>[number];

export interface TeamMark {
  readonly name: string;
  readonly revenue: number;
  readonly margin: number;
  readonly isPinned: boolean;
  readonly isLabelled: boolean;
}

export interface Team {
  readonly marks: readonly TeamMark[];
  /** Net revenue of the team over its people. */
  readonly revenue: number | null;
  readonly margin: number | null;
}

const MOST_LABELS = 6;
const FAR = 1.5;

/** Without net revenue there is no margin and no mark. */
export function teamOf(rows: readonly Row[], totals: unknown, people: number, pins: readonly string[]): Team {
  const known = rows.flatMap(({ salesperson, revenue, profitMargin }) =>
    salesperson === null || revenue === null || profitMargin === null
      ? []
      : [{ name: salesperson, revenue, margin: profitMargin }],
  );
  const [revenue, margin] = [numberIn(totals, "revenue"), numberIn(totals, "profitMargin")];
  const mean = revenue === null || people === 0 ? null : revenue / people;
  const outliers = namesFarOff(known, { revenue: mean ?? 0, margin: margin ?? 0 });
  const marks = known.map((mark) => {
    const isPinned = pins.includes(mark.name);
    return { ...mark, isPinned, isLabelled: isPinned || outliers.includes(mark.name) };
  });
  return { marks, revenue: mean, margin };
}

interface Place {
  readonly revenue: number;
  readonly margin: number;
}

/** The names farthest from the rules, at most six: only to choose what is labelled. */
function namesFarOff(marks: readonly (Place & { readonly name: string })[], centre: Place): string[] {
  const spreads = { revenue: spreadOf(marks, centre, "revenue"), margin: spreadOf(marks, centre, "margin") };
  const away = (mark: Place, axis: keyof Place) =>
    spreads[axis] === 0 ? 0 : Math.abs(mark[axis] - centre[axis]) / spreads[axis];
  return marks
    .map((mark) => ({ name: mark.name, far: Math.max(away(mark, "revenue"), away(mark, "margin")) }))
    .filter(({ far }) => far >= FAR)
    .sort((a, b) => b.far - a.far)
    .slice(0, MOST_LABELS)
    .map(({ name }) => name);
}

function spreadOf(marks: readonly Place[], centre: Place, axis: keyof Place): number {
  if (marks.length === 0) return 0;
  const squares = marks.map((mark) => (mark[axis] - centre[axis]) ** 2);
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / marks.length);
}

function numberIn(totals: unknown, field: string): number | null {
  if (typeof totals !== "object" || totals === null) return null;
  const value = (totals as Record<string, unknown>)[field];
  return typeof value === "number" ? value : null;
}
