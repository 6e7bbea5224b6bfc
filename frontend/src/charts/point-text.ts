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
export function bucketText(series: readonly ChartSeries[], index: number, measure: Measure): PointText {
  const rows = series.flatMap(({ name, points }) => {
    const point = points[index];
    return point === undefined ? [] : [...nowRow(name, point, measure), ...thenRows(point, measure, series.length > 1)];
  });
  const first = series[0]?.points[index];
  return { head: first?.label ?? "", rows, note: noteOf(first) };
}

function nowRow(name: string, point: ChartPoint, measure: Measure): PointRow[] {
  const value = drawn(point);
  const text = isNotLoaded(point.status) ? "not loaded" : full(value, measure);
  return [{ name, text, value, look: "now" }];
}

function thenRows(point: ChartPoint, measure: Measure, isShared: boolean): PointRow[] {
  if (isShared) return [];
  const then = point.comparisons ?? [];
  return then.map((one): PointRow => {
    const value = drawn(one);
    const name = `${one.label ?? "no such day"}${isPartial(one.status) ? " (in part)" : ""}`;
    return { name, text: isNotLoaded(one.status) ? "not loaded" : full(value, measure), value, look: "then" };
  });
}

function noteOf(point: ChartPoint | undefined): string | null {
  if (point === undefined) return null;
  if (isPartial(point.status)) return "So far: not all of it is in this window.";
  return isNotLoaded(point.status) ? "No day of it was loaded." : null;
}

/** `Tue 3 Dec 2024: Net revenue KES 410,200.00, 3 Nov 2024 KES 380,100.00` */
export function spoken({ head, rows, note }: PointText): string {
  const said = rows.map(({ name, text }) => `${name} ${text}`).join(", ");
  return [`${head}: ${said}`, note].filter((part) => part !== null).join(". ");
}
