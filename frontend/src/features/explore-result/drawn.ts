/** The grid as lines over time, as ranked bars, as tints of a matrix. Pure; values and labels are the API's. */
import { stateOf } from "../../api/time-pivot";
import type { Meta } from "../../api/unwrap";
import type { ChartPoint, ChartSeries, PointThen } from "../../charts/model";
import { tintOf, tintScale } from "../../ui/matrix";
import type { Grid, Head, Line } from "./data";

/** One line a row; buckets that the window cuts are marked as such. */
export function seriesOf({ heads, lines }: Grid, meta: Meta): readonly ChartSeries[] {
  const buckets = heads.filter(({ role, member }) => role === "now" && member !== null);
  const isAlone = lines.length === 1;
  return lines.map((line) => ({
    name: Object.values(line.members).filter(Boolean).join(" · ") || (buckets[0]?.label ?? "All"),
    points: buckets.map((bucket) => pointOf(bucket, line, { heads, meta, isAlone })),
  }));
}

interface Around {
  readonly heads: readonly Head[];
  readonly meta: Meta;
  readonly isAlone: boolean;
}

function pointOf(bucket: Head, line: Line, { heads, meta, isAlone }: Around): ChartPoint {
  const start = bucket.member?.of.time ?? "";
  return {
    label: bucket.member?.label ?? "",
    timestamp: start,
    value: numberOf(line, heads.indexOf(bucket)),
    ...(reasonOf(line, bucket) === "NOT_LOADED" ? NOT_LOADED : stateOf(start, meta)),
    ...(isAlone && { comparisons: thensOf(bucket, line, heads) }),
  };
}

const NOT_LOADED = { status: "NOT_LOADED", running: false } as const;

function thensOf(bucket: Head, line: Line, heads: readonly Head[]): readonly PointThen[] {
  return heads.flatMap((head, index) =>
    head.role === "then" && head.member?.key === bucket.member?.key
      ? [{ label: head.bucket, value: numberOf(line, index), status: null }]
      : [],
  );
}

const numberOf = ({ values }: Line, index: number): number | null => {
  const value = values[index];
  return typeof value === "number" ? value : null;
};
const reasonOf = (line: Line, { name }: Head): string | null => line.reasons.get(name) ?? null;

/** Of the cells of members, not of totals: each against all, by its place as `row:column`. */
export function tintsOf({ heads, lines }: Grid): ReadonlyMap<string, number> {
  const cells = lines.flatMap((line, row) =>
    heads.flatMap((head, column) => {
      const value = line.values[column];
      const isCell = line.kind === "row" && head.member !== null && head.role === "now";
      return isCell && typeof value === "number" ? [{ key: `${row}:${column}`, value }] : [];
    }),
  );
  const scale = tintScale(cells.map(({ value }) => value));
  return new Map(cells.map(({ key, value }) => [key, tintOf(value, scale)]));
}
