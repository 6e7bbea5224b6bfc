/** The answers of `salesTrends` as one chart and as sparklines. Pure. */
import type { OverviewTrendFragment } from "../../api/gen/operations";
import type { Meta } from "../../api/unwrap";
import { partWords } from "../../charts/model";
import { windowOf } from "../../format";
import type { Grain } from "../../state/view";
import type { Twin } from "../../ui/twin-table";
import type { MetricLook } from "../../state/metric";

export type Trend = NonNullable<OverviewTrendFragment["data"]>;

/** A line of zeros is something to show, a line of gaps is not. */
export function isEmptyTrend({ points }: Trend): boolean {
  return points.every(({ value, status }) => value === null || status === "NOT_LOADED");
}

/** Gaps where nothing was loaded. */
export function sparkOf(trend: Trend | null | undefined): readonly (number | null)[] {
  return (trend?.points ?? []).map(({ value, status }) => (status === "NOT_LOADED" ? null : value));
}

const MOST_BARS = 14;

/** A few buckets of a sum or a count are bars; ratios, averages and many buckets are a line. */
export function isBars({ points }: Trend, { kind }: MetricLook): boolean {
  return points.length <= MOST_BARS && kind !== "ratio" && kind !== "unitPrice";
}

/** Whole buckets of a grain in about so many days. */
const DAYS: Readonly<Record<Grain, number>> = { HOUR: 1 / 24, DAY: 1, WEEK: 7, MONTH: 30, QUARTER: 91, YEAR: 365 };
const MOST_POINTS = 400;
const NAMES: readonly (readonly [Grain, string])[] = [
  ["HOUR", "Hours"],
  ["DAY", "Days"],
  ["WEEK", "Weeks"],
  ["MONTH", "Months"],
  ["QUARTER", "Quarters"],
  ["YEAR", "Years"],
];

/** The grains that make of this window two points at least and as many as a chart can show. */
export function grainsOf({ period }: Meta): readonly (readonly [Grain, string])[] {
  if (period === null) return [];
  const days = (Date.parse(period.end) - Date.parse(period.start)) / 86_400_000;
  return NAMES.filter(
    ([grain]) => days / DAYS[grain] >= 2 && days / DAYS[grain] <= MOST_POINTS && (grain !== "HOUR" || days <= 7),
  );
}

/** Each earlier window in words. */
export function thenNames({ comparisons, period }: Meta): readonly string[] {
  if (period === null) return [];
  return comparisons.map(({ start, end }) => windowOf(start, end, period.timezone));
}

export function trendTwin({ points }: Trend, meta: Meta, look: MetricLook): Twin {
  const names = thenNames(meta);
  return {
    caption: `${look.label} over time`,
    columns: [
      { label: "When", kind: "text" },
      { label: look.label, kind: look.kind },
      { label: "Status", kind: "text" },
      ...names.map((label) => ({ label, kind: look.kind })),
    ],
    rows: points.map(({ label, value, status, running, comparisons }) => [
      label,
      status === "NOT_LOADED" ? null : value,
      WORDS[status] ?? partWords({ status, running }),
      ...names.map((_, place) => comparisons[place]?.value ?? null),
    ]),
  };
}

const WORDS: Readonly<Record<string, string>> = { COMPLETE: "whole", NOT_LOADED: "not loaded" };
