/** The question of one cell: its members as filters and its bucket as dates, so that the answer is that number. Pure. */
import type { Meta } from "../../api/unwrap";
import { addDays } from "../../state/calendar";
import { extraOf, type Exploration } from "../../state/exploration";
import { DIMENSIONS, withMembers, type Dimension, type View } from "../../state/view";
import type { Grid, Head, Line } from "./data";

export interface CellOf {
  readonly line: Line;
  readonly head: Head;
}

interface Asked {
  readonly view: View;
  readonly asked: Exploration;
  readonly grid: Grid;
  readonly meta: Meta;
}

/** What to show for the cell alone, or why that cannot be asked. */
export function cellQuestion({ line, head }: CellOf, { view, asked, grid, meta }: Asked): Partial<View> | string {
  if (line.kind === "others") return "Others are what the rows leave out: no filter names them.";
  const members = { ...line.members, ...head.member?.of };
  const window = windowOf(head, members.time ?? null, { grid, meta, grain: asked.column });
  if (window === null) return "These dates cannot be asked alone.";
  const filters = filtersOf(members, view.filters);
  if (filters === null) return "Lines without a name cannot be filtered to.";
  const extra = extraOf({ ...asked, rows: rowsOf(asked, line), column: null, top: null, having: [], shape: "table" });
  return { ...window, filters, sort: null, extra, ...(head.role === "then" && { compare: [] }) };
}

function filtersOf(members: Line["members"], before: View["filters"]): View["filters"] | null {
  let filters = before;
  for (const [name, member] of Object.entries(members).filter(([key]) => key !== "time")) {
    if (member === null || !isDimension(name)) return null;
    filters = withMembers(filters, name, { in: [member], notIn: [] });
  }
  return filters;
}

const rowsOf = ({ rows }: Exploration, { members, kind }: Line): readonly string[] =>
  kind === "total" ? [] : rows.filter((name) => name in members);

const isDimension = (name: string): name is Dimension => DIMENSIONS.some((one) => one === name);

type Window = Partial<Pick<View, "period" | "from" | "to">>;

interface Around {
  readonly grid: Grid;
  readonly meta: Meta;
  readonly grain: string | null;
}

/** Nothing to change when the cell is of the whole window. */
function windowOf({ role, comparison }: Head, time: string | null, around: Around): Window | null {
  if (role === "then") {
    const then = around.meta.comparisons[comparison ?? -1];
    return time !== null || then === undefined ? null : dates(then.start, then.end);
  }
  return time === null ? {} : bucket(time, around);
}

function bucket(time: string, { grid, meta: { period }, grain }: Around): Window | null {
  if (period === null || grain === "hour") return null;
  const starts = startsOf(grid);
  const next = starts[starts.indexOf(time) + 1] ?? period.end;
  return dates(time < period.start ? period.start : time, next);
}

/** First moments of every bucket across or down, in order. */
function startsOf({ heads, lines }: Grid): readonly string[] {
  const across = heads.map(({ member }) => member?.of.time);
  const down = lines.map(({ members }) => members.time);
  return [...new Set([...across, ...down])].filter((time) => typeof time === "string").sort();
}

/** Local days of a window whose end is excluded; moments carry the zone's offset. */
function dates(start: string, end: string): Pick<View, "period" | "from" | "to"> {
  return { period: "CUSTOM", from: start.slice(0, 10), to: addDays(end.slice(0, 10), -1) };
}

/** "Net revenue, Nairobi, Q1 2024" */
export function cellWords({ line, head }: CellOf): string {
  const where = [...(line.kind === "total" ? [] : [line.label]), ...(head.member === null ? [] : [head.member.label])];
  return [head.label, ...where].join(", ");
}
