/** Where the money goes: gross revenue, returns, cost, profit, now beside then. */
import { Alert } from "@mui/material";
import { useMemo } from "react";
import type { Asked } from "../../api/page-query";
import type { Question } from "../../api/rest";
import type { Meta } from "../../api/unwrap";
import { WaterfallChart } from "../../charts/waterfall-chart";
import { useChartHeight } from "../../charts/use-letters";
import { Tile } from "../../ui/tile";
import { brokenSum, isEmptyProfit, waterfallSteps, waterfallTwin, windowNames, type Profitability } from "./data";

const HEIGHT = 300;

interface ProfitWaterfallProps {
  readonly asked: Asked<Profitability>;
  readonly question: Question;
}

export function ProfitWaterfall({ asked, question }: ProfitWaterfallProps) {
  const height = useChartHeight(HEIGHT);
  return (
    <Tile
      title="From gross revenue to profit"
      asked={asked}
      height={height}
      question={question}
      isEmpty={isEmptyProfit}
      twin={(data, meta) => waterfallTwin(data, windowNames(meta))}
    >
      {(data, meta) => <Steps data={data} meta={meta} />}
    </Tile>
  );
}

function Steps({ data, meta }: { readonly data: Profitability; readonly meta: Meta }) {
  const steps = useMemo(() => waterfallSteps(data), [data]);
  const { now, then } = windowNames(meta);
  const broken = brokenSum(data);
  if (broken !== null) {
    return (
      <Alert severity="error">
        {broken} Nothing is drawn from figures that do not add up; request {meta.requestId}.
      </Alert>
    );
  }
  return (
    <WaterfallChart
      title="From gross revenue to profit"
      steps={steps}
      kind="money"
      currency={meta.currency}
      height={HEIGHT}
      now={now}
      then={then}
    />
  );
}
