/** Revenue by margin, a mark a person: who sells much at a thin margin is seen at once. */
import { useMemo, useState } from "react";
import type { SalespeopleBoardFragment } from "../../api/gen/operations";
import type { Asked } from "../../api/page-query";
import type { Question } from "../../api/rest";
import type { Meta } from "../../api/unwrap";
import { ScatterChart } from "../../charts/scatter-chart";
import { useChartHeight } from "../../charts/use-letters";
import { useView } from "../../state/view-context";
import { MarkMenu, type Mark } from "../../ui/mark-menu";
import { Tile } from "../../ui/tile";
import type { Twin } from "../../ui/twin-table";
import { teamOf } from "./data";

type Rows = NonNullable<SalespeopleBoardFragment["salespersonLeaderboard"]["data"]>;

const HEIGHT = 320;

interface SalespeopleScatterProps {
  readonly asked: Asked<Rows>;
  readonly question: Question;
}

export function SalespeopleScatter({ asked, question }: SalespeopleScatterProps) {
  const height = useChartHeight(HEIGHT);
  return (
    <Tile
      title="Revenue and margin"
      asked={asked}
      height={height}
      question={question}
      needs={["profitMargin"]}
      twin={twin}
    >
      {(rows, meta) => <Scatter rows={rows} meta={meta} />}
    </Tile>
  );
}

function Scatter({ rows, meta }: { readonly rows: Rows; readonly meta: Meta }) {
  const { view } = useView();
  const [opened, setOpened] = useState<{ readonly mark: Mark; readonly anchor: Element } | null>(null);
  const { totals, page, currency } = meta;
  const people = page?.totalCount ?? rows.length;
  const team = useMemo(() => teamOf(rows, totals, people, view.pin), [rows, totals, people, view.pin]);
  const { points, x, y } = useMemo(() => {
    const money = { kind: "money" as const, currency };
    const ratio = { kind: "ratio" as const, currency };
    return {
      points: team.marks.map(({ name, revenue, margin, isLabelled, isPinned }) => {
        return { name, x: revenue, y: margin, isNamed: isLabelled, isPinned };
      }),
      x: { name: "Net revenue", measure: money, total: team.revenue },
      y: { name: "Margin", measure: ratio, total: team.margin },
    };
  }, [team, currency]);
  return (
    <>
      <ScatterChart
        title="Salespeople"
        points={points}
        x={x}
        y={y}
        height={HEIGHT}
        onPoint={(name, anchor) => {
          setOpened({ mark: { dimension: "salesperson", name, value: valueOf(rows, name) }, anchor });
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

const valueOf = (rows: Rows, name: string): number | null =>
  rows.find(({ salesperson }) => salesperson === name)?.revenue ?? null;

function twin(rows: Rows): Twin {
  return {
    caption: "Net revenue and margin of each salesperson",
    columns: [
      { label: "Salesperson", kind: "text" },
      { label: "Net revenue", kind: "money" },
      { label: "Margin", kind: "ratio" },
    ],
    rows: rows.map(({ salesperson, revenue, profitMargin }) => [salesperson, revenue, profitMargin]),
  };
}
