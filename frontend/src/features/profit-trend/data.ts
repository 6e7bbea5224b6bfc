/** The answer of `salesTrends` for the margin. Pure. */
import type { ProfitTrendFragment } from "../../api/gen/operations";
import type { Meta } from "../../api/unwrap";
import { windowOf } from "../../format";
import type { Twin } from "../../ui/twin-table";

export type Trend = NonNullable<ProfitTrendFragment["salesTrends"]["data"]>;

export function isEmptyTrend({ points }: Trend): boolean {
  return points.every(({ value, status }) => value === null || status === "NOT_LOADED");
}

export function thenNames({ comparisons, period }: Meta): readonly string[] {
  return period === null ? [] : comparisons.map(({ start, end }) => windowOf(start, end, period.timezone));
}

export function marginTwin({ points }: Trend, meta: Meta): Twin {
  const names = thenNames(meta);
  return {
    caption: "Margin over time",
    columns: [
      { label: "When", kind: "text" },
      { label: "Margin", kind: "ratio" },
      ...names.map((label) => ({ label, kind: "ratio" as const })),
    ],
    rows: points.map(({ label, value, status, comparisons }) => [
      label,
      status === "NOT_LOADED" ? null : value,
      ...names.map((_, place) => comparisons[place]?.value ?? null),
    ]),
  };
}
