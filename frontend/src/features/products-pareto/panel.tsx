/** How few products bring most of the net revenue: the cumulative line by rank, with the bands of the classes. */
import { Typography } from "@mui/material";
import { useMemo, useState } from "react";
import type { Asked } from "../../api/page-query";
import type { Question } from "../../api/rest";
import type { Meta } from "../../api/unwrap";
import { ParetoChart } from "../../charts/pareto-chart";
import { useChartHeight } from "../../charts/use-letters";
import { count, percent } from "../../format";
import { MarkMenu, type Mark } from "../../ui/mark-menu";
import { Tile } from "../../ui/tile";
import type { Twin } from "../../ui/twin-table";
import { isEmptyPareto, paretoPoints, reachOf, rulesOf, type ParetoRow } from "./data";

const HEIGHT = 430;
const NOTE = 24;

interface ProductsParetoProps {
  readonly asked: Asked<readonly ParetoRow[]>;
  readonly question: Question;
}

export function ProductsPareto({ asked, question }: ProductsParetoProps) {
  const height = useChartHeight(HEIGHT);
  return (
    <Tile
      title="How few products bring the most"
      unit="cumulative part of net revenue, by rank"
      asked={asked}
      height={height}
      question={question}
      isEmpty={isEmptyPareto}
      twin={twinOf}
    >
      {(rows, meta) => <Curve rows={rows} meta={meta} />}
    </Tile>
  );
}

interface CurveProps {
  readonly rows: readonly ParetoRow[];
  readonly meta: Meta;
}

function Curve({ rows, meta }: CurveProps) {
  const [opened, setOpened] = useState<{ readonly mark: Mark; readonly anchor: Element } | null>(null);
  const points = useMemo(() => paretoPoints(rows), [rows]);
  const rules = useMemo(() => rulesOf(meta.extra), [meta.extra]);
  return (
    <>
      <Typography variant="body2" sx={{ minHeight: NOTE }}>
        <Reached rows={rows} all={meta.page?.totalCount ?? rows.length} />
      </Typography>
      <ParetoChart
        title="Cumulative net revenue of products"
        points={points}
        rules={rules}
        height={HEIGHT - NOTE}
        onPoint={(index, anchor) => {
          const row = rows[index];
          if (typeof row?.product !== "string") return;
          setOpened({ mark: { dimension: "product", name: row.product, value: row.revenue }, anchor });
        }}
      />
      {opened && (
        <MarkMenu
          {...opened}
          onClose={() => {
            setOpened(null);
          }}
        />
      )}
    </>
  );
}

function Reached({ rows, all }: { readonly rows: readonly ParetoRow[]; readonly all: number }) {
  const reach = reachOf(rows, all);
  const cut = rows.length < all ? ` The first ${count(rows.length)} of ${count(all)} are drawn.` : "";
  if (reach === null) return cut;
  return (
    <>
      <data value={String(reach.products)}>{count(reach.products)}</data> of {count(reach.all)} products bring{" "}
      <data value={String(reach.share)}>{percent(reach.share)}</data>.{cut}
    </>
  );
}

function twinOf(rows: readonly ParetoRow[]): Twin {
  return {
    caption: "Products by net revenue, with what all up to each bring",
    columns: [
      { label: "Product", kind: "text" },
      { label: "Net revenue", kind: "money" },
      { label: "Share", kind: "ratio" },
      { label: "With all before it", kind: "ratio" },
      { label: "Class", kind: "text" },
    ],
    rows: rows.map((row) => [row.product, row.revenue, row.share, row.cumulativeShare, row.abcClass]),
  };
}
