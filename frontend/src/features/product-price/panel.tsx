/** Price against units: whether more was sold when a unit cost less. */
import { useMemo } from "react";
import type { Asked } from "../../api/page-query";
import type { Question } from "../../api/rest";
import type { Meta } from "../../api/unwrap";
import { ScatterChart } from "../../charts/scatter-chart";
import { useChartHeight } from "../../charts/use-letters";
import { Tile } from "../../ui/tile";
import type { Twin } from "../../ui/twin-table";
import { isEmptyPrices, pricePoints, totalOf, type PriceTable } from "./data";

const HEIGHT = 330;

interface ProductPriceProps {
  readonly asked: Asked<PriceTable>;
  readonly question: Question;
}

export function ProductPrice({ asked, question }: ProductPriceProps) {
  const height = useChartHeight(HEIGHT);
  const grain = asked.answer?.meta.period?.grain?.toLowerCase();
  return (
    <Tile
      title="Price against units"
      unit={grain === undefined ? undefined : `units across, price of a unit up, a point a ${grain}`}
      asked={asked}
      height={height}
      question={question}
      isEmpty={isEmptyPrices}
      none={`Fewer than two ${grain ?? "day"}s of sales`}
      twin={twin}
    >
      {(table, meta) => <Points table={table} meta={meta} />}
    </Tile>
  );
}

function Points({ table, meta }: { readonly table: PriceTable; readonly meta: Meta }) {
  const { currency, period, totals } = meta;
  const points = useMemo(
    () => pricePoints(table, period).map(({ name, price, units }) => ({ name, x: units, y: price })),
    [table, period],
  );
  const axes = useMemo(
    () => ({
      x: { name: "Units", measure: { kind: "units" as const, currency }, total: null },
      y: {
        name: "Price of a unit",
        measure: { kind: "unitPrice" as const, currency },
        total: totalOf(totals, "averageSellingPrice"),
      },
    }),
    [currency, totals],
  );
  return <ScatterChart title="Price against units" points={points} {...axes} height={HEIGHT} />;
}

function twin(table: PriceTable, meta: Meta): Twin {
  return {
    caption: "Price and units over time",
    columns: [
      { label: "When", kind: "text" },
      { label: "Price of a unit", kind: "unitPrice" },
      { label: "Units", kind: "units" },
    ],
    rows: pricePoints(table, meta.period).map(({ name, price, units }) => [name, price, units]),
  };
}
