/** The answer of `explore` by salesperson and time as one line a person. Pure. */
import type { SalespeopleTrendFragment } from "../../api/gen/operations";
import { stateOf, timePivot, type Told } from "../../api/time-pivot";
import type { ChartSeries } from "../../charts/model";
import { unnamed } from "../../words";

type Table = NonNullable<SalespeopleTrendFragment["courses"]["data"]>;

/** A bucket that its window cuts is a part; one without a value is a gap. */
export function courses(table: Table, told: Told): ChartSeries[] {
  const { starts, labels, lines } = timePivot(table);
  return lines.map(({ member, values }) => ({
    name: member ?? unnamed("salesperson"),
    points: values.map((value, index) => {
      const start = starts[index] ?? "";
      return { label: labels[index] ?? "", value, timestamp: start, ...stateOf(start, told) };
    }),
  }));
}

export function isEmptyCourse(table: Table): boolean {
  return timePivot(table).lines.every(({ values }) => values.every((value) => value === null));
}
