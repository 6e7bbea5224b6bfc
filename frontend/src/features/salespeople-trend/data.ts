/** The answer of `explore` by salesperson and time as one line a person. Pure. */
import type { SalespeopleTrendFragment } from "../../api/gen/operations";
import { isCut, timePivot } from "../../api/time-pivot";
import type { ChartSeries } from "../../charts/model";
import { unnamed } from "../../words";

type Table = NonNullable<SalespeopleTrendFragment["courses"]["data"]>;
type Period = SalespeopleTrendFragment["courses"]["metadata"]["period"];

/** A bucket that its window cuts is "so far"; one without a value is a gap. */
export function courses(table: Table, period: Period): ChartSeries[] {
  const { starts, labels, lines } = timePivot(table);
  return lines.map(({ member, values }) => ({
    name: member ?? unnamed("salesperson"),
    points: values.map((value, index) => {
      const start = starts[index] ?? "";
      const status = isCut(start, period?.grain ?? null, period) ? "PARTIAL" : "COMPLETE";
      return { label: labels[index] ?? "", value, status, timestamp: start };
    }),
  }));
}

export function isEmptyCourse(table: Table): boolean {
  return timePivot(table).lines.every(({ values }) => values.every((value) => value === null));
}
