/** The page's measure over time beside what it was before; a range of it can be looked at closer. */
import { Box } from "@mui/material";
import { useCallback, useMemo } from "react";
import type { Asked } from "../../api/page-query";
import type { Question } from "../../api/rest";
import type { Meta } from "../../api/unwrap";
import { BarChart, LineChart } from "../../charts/line-chart";
import { useChartHeight } from "../../charts/use-letters";
import type { MetricLook } from "../../state/metric";
import type { Grain } from "../../state/view";
import { useView } from "../../state/view-context";
import { Switch } from "../../ui/switch";
import { Tile } from "../../ui/tile";
import { grainsOf, isBars, isEmptyTrend, thenNames, trendTwin, type Trend } from "./data";

interface TrendProps {
  readonly asked: Asked<Trend>;
  readonly question: Question;
  readonly look: MetricLook;
  readonly height: number;
}

export function OverviewTrendTile({ asked, question, look, height }: TrendProps) {
  return (
    <Tile
      title={`${look.label} over time`}
      unit={unitOf(look)}
      asked={asked}
      height={useChartHeight(height)}
      question={question}
      isEmpty={isEmptyTrend}
      twin={(trend, meta) => trendTwin(trend, meta, look)}
      controls={asked.answer === null ? <Box sx={ROOM} /> : <Grains meta={asked.answer.meta} />}
    >
      {(trend, meta) => <Chart trend={trend} meta={meta} look={look} height={height} />}
    </Tile>
  );
}

/** Of the switch that comes with the answer, so that the head stays as high. */
const ROOM = { width: 118, height: 28 } as const;

function Grains({ meta }: { readonly meta: Meta }) {
  const { show } = useView();
  const grains = grainsOf(meta);
  if (grains.length < 2) return null;
  return (
    <Switch
      label="Length of a bucket"
      value={meta.period?.grain ?? null}
      options={grains}
      onChange={(grain) => void show({ grain: grain as Grain }, "replace")}
    />
  );
}

function unitOf({ kind, label }: MetricLook): string | undefined {
  if (kind === "ratio") return "%";
  return kind === "count" ? label.toLowerCase() : undefined;
}

interface ChartProps {
  readonly trend: Trend;
  readonly meta: Meta;
  readonly look: MetricLook;
  readonly height: number;
}

function Chart({ trend, meta, look, height }: ChartProps) {
  const { show } = useView();
  const series = useMemo(() => [{ name: look.label, points: trend.points }], [trend, look]);
  const names = useMemo(() => thenNames(meta), [meta]);
  const zoom = useCallback(
    (from: string, to: string) => {
      show({ period: "CUSTOM", from, to, grain: null });
    },
    [show],
  );
  const Form = isBars(trend, look) ? BarChart : LineChart;
  return (
    <Form
      series={series}
      kind={look.kind}
      currency={meta.currency}
      height={height}
      thenNames={names}
      windowEnd={meta.period?.end ?? null}
      onRange={zoom}
    />
  );
}
