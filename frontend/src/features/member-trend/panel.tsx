/** A member's measure over time beside what it was before. */
import { useMemo } from "react";
import type { MemberTrendFragment } from "../../api/gen/operations";
import type { Asked } from "../../api/page-query";
import type { Question } from "../../api/rest";
import type { Meta } from "../../api/unwrap";
import { BarChart, LineChart } from "../../charts/line-chart";
import { useChartHeight } from "../../charts/use-letters";
import { windowOf } from "../../format";
import { METRICS, unitOf, type MetricLook } from "../../state/metric";
import { useView } from "../../state/view-context";
import { Switch } from "../../ui/switch";
import { Tile } from "../../ui/tile";
import type { Twin } from "../../ui/twin-table";
import { isBars, isEmptyTrend } from "./data";

type Trends = NonNullable<MemberTrendFragment["salesTrends"]["data"]>;

const HEIGHT = 260;

interface MemberTrendProps {
  readonly asked: Asked<Trends>;
  readonly question: Question;
  readonly look: MetricLook;
}

export function MemberTrend({ asked, question, look }: MemberTrendProps) {
  const height = useChartHeight(HEIGHT);
  const { show } = useView();
  return (
    <Tile
      title={`${look.label} over time`}
      unit={unitOf(look)}
      asked={asked}
      height={height}
      question={question}
      isEmpty={isEmptyTrend}
      twin={(trends, meta) => twin(trends, meta, look)}
      controls={
        <Switch
          label="Measure"
          value={look.metric}
          options={METRICS.map(({ metric, label }) => [metric, label] as const)}
          onChange={(metric) => {
            show({ metric }, "replace");
          }}
        />
      }
    >
      {(trends, meta) => <Line trends={trends} meta={meta} look={look} />}
    </Tile>
  );
}

interface LineProps {
  readonly trends: Trends;
  readonly meta: Meta;
  readonly look: MetricLook;
}

function Line({ trends, meta, look }: LineProps) {
  const { show } = useView();
  const { period } = meta;
  const series = useMemo(() => [{ name: look.label, points: trends.points }], [trends, look]);
  const names = useMemo(() => thenNames(meta), [meta]);
  const Form = isBars(trends, look) ? BarChart : LineChart;
  return (
    <Form
      series={series}
      kind={look.kind}
      currency={meta.currency}
      height={HEIGHT}
      thenNames={names}
      windowEnd={period?.end ?? null}
      onRange={(from, to) => {
        show({ period: "CUSTOM", from, to });
      }}
    />
  );
}

const thenNames = ({ period, comparisons }: Meta): string[] =>
  comparisons.map(({ start, end }) => windowOf(start, end, period?.timezone ?? "UTC"));

function twin({ points }: Trends, meta: Meta, { label, kind }: MetricLook): Twin {
  const names = thenNames(meta);
  return {
    caption: `${label} over time`,
    columns: [{ label: "When", kind: "text" }, { label: "Now", kind }, ...names.map((name) => ({ label: name, kind }))],
    rows: points.map((point) => [
      point.label,
      point.value,
      ...names.map((_, index) => point.comparisons[index]?.value ?? null),
    ]),
  };
}
