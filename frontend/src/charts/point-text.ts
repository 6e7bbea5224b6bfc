/** What is said of one mark, in the tooltip and by the point reader alike. Pure. */
import { drawn, full, isNotLoaded, isPartial, type ChartPoint, type ChartSeries, type Measure } from "./model";

export interface PointRow {
  readonly name: string;
  readonly text: string;
  readonly value: number | null;
  readonly look: "now" | "then";
}

export interface PointText {
  readonly head: string;
  readonly rows: readonly PointRow[];
  readonly note: string | null;
}

/** One bucket of a line or bar chart: every series now, then each comparison with its own date. */
export function bucketText(
  series: readonly ChartSeries[],
  index: number,
  measure: Measure,
  thenNames: readonly string[] = [],
): PointText {
  const isOne = series.length === 1;
  const rows = series.flatMap(({ name, points }) => {
    const point = points[index];
    return point === undefined ? [] : [nowRow(name, point, measure), ...(isOne ? thenRows(point, measure) : [])];
  });
  const first = series[0]?.points[index];
  const notes = [noteOf(first), isOne ? shorterNote(first, thenNames) : null].filter((note) => note !== null);
  return { head: first?.label ?? "", rows, note: notes.length > 0 ? notes.join(" ") : null };
}

function nowRow(name: string, point: ChartPoint, measure: Measure): PointRow {
  const value = drawn(point);
  const text = isNotLoaded(point.status) ? "not loaded" : full(value, measure);
  return { name, text, value, look: "now" };
}

function thenRows({ comparisons }: ChartPoint, measure: Measure): PointRow[] {
  return (comparisons ?? []).flatMap((one): PointRow[] => {
    if (one.label === null) return [];
    const value = drawn(one);
    const name = `${one.label}${isPartial(one.status) ? " (in part)" : ""}`;
    return [{ name, text: isNotLoaded(one.status) ? "not loaded" : full(value, measure), value, look: "then" }];
  });
}

/** 31 December beside November: said once, in place of a row of nothing. */
function shorterNote(point: ChartPoint | undefined, thenNames: readonly string[]): string | null {
  const shorter = (point?.comparisons ?? []).flatMap(({ label }, place) =>
    label === null ? [thenNames[place] ?? "the earlier window"] : [],
  );
  return shorter.length === 0 ? null : `Nothing beside it in ${shorter.join(" and ")}: fewer days.`;
}

const RUNNING = "So far: the data end within it.";
const CUT = "In part: not every day of it is in this window, or loaded.";

function noteOf(point: ChartPoint | undefined): string | null {
  if (point === undefined) return null;
  if (isPartial(point.status)) return point.running === true ? RUNNING : CUT;
  return isNotLoaded(point.status) ? "No day of it was loaded." : null;
}

/** `Tue 3 Dec 2024: Net revenue KES 410,200.00, 3 Nov 2024 KES 380,100.00` */
export function spoken({ head, rows, note }: PointText): string {
  const said = rows.map(({ name, text }) => `${name} ${text}`).join(", ");
  return [`${head}: ${said}`, note].filter((part) => part !== null).join(". ");
}
