/** What a customer bought month by month since the first purchase. */
import { useMemo } from "react";
import type { Asked } from "../../api/page-query";
import type { Question } from "../../api/rest";
import { BarChart } from "../../charts/line-chart";
import { useChartHeight } from "../../charts/use-letters";
import { Tile } from "../../ui/tile";
import type { Twin } from "../../ui/twin-table";
import { isEmptyTimeline, monthPoints, type Timeline } from "./data";

const HEIGHT = 300;

interface CustomerTimelineProps {
  readonly asked: Asked<Timeline>;
  readonly question: Question;
}

export function CustomerTimeline({ asked, question }: CustomerTimelineProps) {
  const height = useChartHeight(HEIGHT);
  const currency = asked.answer?.meta.currency ?? "";
  return (
    <Tile
      title="Net revenue by month"
      subtitle={`since the first purchase, whatever the period · ${currency}`}
      asked={asked}
      height={height}
      question={question}
      isEmpty={isEmptyTimeline}
      twin={twin}
    >
      {(timeline, meta) => <Months timeline={timeline} currency={meta.currency} />}
    </Tile>
  );
}

function Months({ timeline, currency }: { readonly timeline: Timeline; readonly currency: string }) {
  const series = useMemo(() => [{ name: "Net revenue", points: monthPoints(timeline) }], [timeline]);
  return <BarChart series={series} kind="money" currency={currency} height={HEIGHT} />;
}

function twin({ months }: Timeline): Twin {
  return {
    caption: "Net revenue, orders and purchases by month",
    columns: [
      { label: "Month", kind: "text" },
      { label: "Net revenue", kind: "money" },
      { label: "Orders", kind: "count" },
      { label: "Purchases", kind: "count" },
    ],
    rows: months.map(({ month, revenue, orders, purchases }) => [month, revenue, orders, purchases]),
  };
}
