/** Margin over time, on an axis that fits it and says so. */
import { useCallback, useMemo } from "react";
import type { Asked } from "../../api/page-query";
import type { Question } from "../../api/rest";
import type { Meta } from "../../api/unwrap";
import { LineChart } from "../../charts/line-chart";
import { useChartHeight } from "../../charts/use-letters";
import { useView } from "../../state/view-context";
import { Tile } from "../../ui/tile";
import { isEmptyTrend, marginTwin, thenNames, type Trend } from "./data";

const HEIGHT = 300;

interface ProfitTrendProps {
  readonly asked: Asked<Trend>;
  readonly question: Question;
}

export function ProfitTrend({ asked, question }: ProfitTrendProps) {
  const height = useChartHeight(HEIGHT);
  return (
    <Tile
      title="Margin over time"
      unit="%"
      asked={asked}
      height={height}
      question={question}
      isEmpty={isEmptyTrend}
      twin={marginTwin}
    >
      {(trend, meta) => <Chart trend={trend} meta={meta} />}
    </Tile>
  );
}

function Chart({ trend, meta }: { readonly trend: Trend; readonly meta: Meta }) {
  const { show } = useView();
  const series = useMemo(() => [{ name: "Margin", points: trend.points }], [trend]);
  const names = useMemo(() => thenNames(meta), [meta]);
  const zoom = useCallback(
    (from: string, to: string) => {
      show({ period: "CUSTOM", from, to, grain: null });
    },
    [show],
  );
  return (
    <LineChart
      series={series}
      kind="ratio"
      currency={meta.currency}
      height={HEIGHT}
      thenNames={names}
      windowEnd={meta.period?.end ?? null}
      onRange={zoom}
    />
  );
}
