/** The pinned people over time, or the first three: a line each, named at its end. */
import { useMemo } from "react";
import type { SalespeopleTrendFragment } from "../../api/gen/operations";
import type { Asked } from "../../api/page-query";
import type { Question } from "../../api/rest";
import type { Meta } from "../../api/unwrap";
import { LineChart } from "../../charts/line-chart";
import { shaded } from "../../charts/model";
import { useChartHeight } from "../../charts/use-letters";
import { unitOf, type MetricLook } from "../../state/metric";
import { useView } from "../../state/view-context";
import { Tile } from "../../ui/tile";
import type { Twin } from "../../ui/twin-table";
import { courses, isEmptyCourse } from "./data";

type Table = NonNullable<SalespeopleTrendFragment["courses"]["data"]>;

const HEIGHT = 320;

interface SalespeopleTrendProps {
  readonly asked: Asked<Table>;
  readonly question: Question;
  readonly look: MetricLook;
  /** Whether the people drawn are the reader's choice. */
  readonly isPinned: boolean;
}

export function SalespeopleTrend({ asked, question, look, isPinned }: SalespeopleTrendProps) {
  const height = useChartHeight(HEIGHT);
  const who = isPinned ? "pinned people" : "the first three";
  return (
    <Tile
      title={`${look.label} over time, ${who}`}
      unit={unitOf(look)}
      asked={asked}
      height={height}
      question={question}
      isEmpty={isEmptyCourse}
      twin={(table, meta) => twin(table, meta, look)}
    >
      {(table, meta) => <Lines table={table} meta={meta} look={look} />}
    </Tile>
  );
}

interface LinesProps {
  readonly table: Table;
  readonly meta: Meta;
  readonly look: MetricLook;
}

function Lines({ table, meta, look }: LinesProps) {
  const { show } = useView();
  const { period, currency } = meta;
  const series = useMemo(() => shaded(courses(table, meta)), [table, meta]);
  return (
    <LineChart
      series={series}
      kind={look.kind}
      currency={currency}
      height={HEIGHT}
      windowEnd={period?.end ?? null}
      onRange={(from, to) => {
        show({ period: "CUSTOM", from, to });
      }}
    />
  );
}

function twin(table: Table, meta: Meta, look: MetricLook): Twin {
  const series = courses(table, meta);
  return {
    caption: `${look.label} over time`,
    columns: [{ label: "When", kind: "text" }, ...series.map(({ name }) => ({ label: name, kind: look.kind }))],
    rows: (series[0]?.points ?? []).map(({ label }, index) => [
      label,
      ...series.map(({ points }) => points[index]?.value ?? null),
    ]),
  };
}
