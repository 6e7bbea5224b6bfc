/** The answer of `salesTrends` as the rows of a line. Pure. */
import type { TrendFragment } from "../../api/gen/operations";
import type { LineRow } from "../../charts/options/line";

type Trends = NonNullable<TrendFragment["salesTrends"]["data"]>;

/** A day that was never loaded has no value, whatever its bucket says. */
export function rows(trends: Trends): LineRow[] {
  return trends.points.map((point) => ({
    label: point.label,
    now: point.status === "NOT_LOADED" ? null : point.value,
    then: point.comparisons[0]?.value ?? null,
    isPartial: point.status === "PARTIAL",
  }));
}

export function isEmptyTrend(trends: Trends): boolean {
  return trends.points.every((point) => point.value === null || point.status === "NOT_LOADED");
}

/** The chart in a sentence, for whoever does not see it. */
export function sentence(line: readonly LineRow[], format: (value: number) => string): string {
  const known = line.flatMap(({ label, now }) => (now === null ? [] : [{ label, now }]));
  const [first] = known;
  if (first === undefined) return "No values in this period.";
  const high = known.reduce((best, row) => (row.now > best.now ? row : best), first);
  const low = known.reduce((best, row) => (row.now < best.now ? row : best), first);
  const last = known.at(-1) ?? first;
  return (
    `Net revenue from ${first.label} to ${last.label}: highest ${format(high.now)} on ${high.label}, ` +
    `lowest ${format(low.now)} on ${low.label}.`
  );
}
