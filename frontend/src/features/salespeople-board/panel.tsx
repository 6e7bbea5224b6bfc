/** The leaderboard: who brings profit, with rank, its change and twelve months of profit; ticked people are pinned. */
import { Box, Typography } from "@mui/material";
import { useMemo } from "react";
import type { Problem } from "../../api/client";
import type { SalespeopleBoardFragment } from "../../api/gen/operations";
import type { Asked } from "../../api/page-query";
import type { Question } from "../../api/rest";
import type { ExploreTable } from "../../api/time-pivot";
import type { Answer, Meta } from "../../api/unwrap";
import { useView } from "../../state/view-context";
import type { Column, Values } from "../../ui/columns";
import { DataTable } from "../../ui/data-table";
import { Figure } from "../../ui/figure";
import { useMeasureColumns, type MeasureField } from "../../ui/measure-columns";
import { Member } from "../../ui/member";
import { AFTER } from "../../state/extra";
import { Pager } from "../../ui/pager";
import { sortText, type Sorted } from "../../ui/sort";
import { Spark } from "../../ui/spark";
import { Switch } from "../../ui/switch";
import { Tile } from "../../ui/tile";
import { boardRows, isLoaded, MOST_PINNED, SWITCH, type BoardRow } from "./data";

type Rows = NonNullable<SalespeopleBoardFragment["salespersonLeaderboard"]["data"]>;

const HEIGHT = 520;
const FIELDS: readonly MeasureField[] = [
  "profit",
  "revenue",
  "profitMargin",
  "growthRate",
  "unitsSold",
  "orders",
  "averageOrderValue",
  "returnRate",
  "share",
  "commission",
  "quotaAttainment",
];
const ONLY_WHEN_LOADED: readonly string[] = ["commission", "quotaAttainment"];

interface SalespeopleBoardProps {
  readonly asked: Asked<Rows>;
  readonly sparks: Answer<ExploreTable> | null;
  readonly question: Question;
  /** Null is the report's own order, by profit. */
  readonly sorted: Sorted | null;
}

export function SalespeopleBoard({ asked, sparks, question, sorted }: SalespeopleBoardProps) {
  const { view, show } = useView();
  const sort = (next: Sorted | null) => {
    const others = Object.fromEntries(Object.entries(view.extra).filter(([key]) => key !== AFTER));
    show({ sort: next === null ? null : sortText(next), extra: others }, "replace");
  };
  const value = sorted?.sortBy ?? "PROFIT";
  return (
    <Tile
      title="Salespeople"
      asked={asked}
      height={HEIGHT}
      question={question}
      controls={
        <Switch
          label="Rank by"
          value={SWITCH.find(([name]) => name === value)?.[0] ?? null}
          options={SWITCH}
          onChange={(sortBy) => {
            sort(sortBy === "PROFIT" ? null : { sortBy, order: "DESC" });
          }}
        />
      }
    >
      {(rows, meta) => (
        <>
          <Board rows={rows} sparks={sparks} meta={meta} sorted={sorted} onSort={sort} />
          <NoMonths problem={sparks?.error ?? null} />
          <Pager meta={meta} shown={rows.length} />
        </>
      )}
    </Tile>
  );
}

interface BoardProps {
  readonly rows: Rows;
  readonly sparks: Answer<ExploreTable> | null;
  readonly meta: Meta;
  readonly sorted: Sorted | null;
  readonly onSort: (sorted: Sorted | null) => void;
}

function Board({ rows, sparks, meta, sorted, onSort }: BoardProps) {
  const { view, show } = useView();
  const isDrawn = (sparks?.error ?? null) === null;
  const measured = useMeasureColumns<BoardRow>(FIELDS);
  const columns = useMemo(() => {
    const shown = measured.filter(({ field }) => !ONLY_WHEN_LOADED.includes(field) || isLoaded(meta.nulls, field));
    return [...shown.slice(0, 1), ...(isDrawn ? [SPARK] : []), ...shown.slice(1)];
  }, [measured, meta.nulls, isDrawn]);
  const months = sparks?.data ?? null;
  const board = useMemo(() => boardRows(rows, months), [rows, months]);
  return (
    <DataTable
      caption="Salespeople by rank"
      rowHead="Salesperson"
      rowSort="SALESPERSON"
      rowKey={({ salesperson }) => salesperson ?? ""}
      name={(row) => <Ranked row={row} />}
      columns={columns}
      rows={board}
      sorted={sorted}
      defaultSort="PROFIT"
      onSort={onSort}
      totals={{
        count: meta.page?.totalCount ?? rows.length,
        totals: meta.totals as Values | null,
        others: meta.others as Values | null,
      }}
      selection={{
        names: view.pin,
        most: MOST_PINNED,
        onChange: (pin) => {
          show({ pin }, "replace");
        },
      }}
      maxHeight={HEIGHT}
    />
  );
}

/** A column that could not be asked for is no column of nothing: it is left out, and said to be. */
function NoMonths({ problem }: { readonly problem: Problem | null }) {
  if (problem === null) return null;
  return (
    <Typography variant="body2" color="textSecondary" sx={{ mt: 1 }}>
      Twelve months of profit are not shown. {problem.message}
    </Typography>
  );
}

const SPARK: Column<BoardRow> = {
  field: "spark",
  label: "12 months",
  kind: "text",
  definition: "twelve months of profit that end with the window, each person on an own scale",
  cell: ({ spark }) => spark && <Spark values={spark} />,
};

/** Rank and the places won or lost, then the name. */
function Ranked({ row }: { readonly row: BoardRow }) {
  return (
    <Box component="span" sx={{ display: "inline-flex", alignItems: "center", gap: 0.75, minWidth: 0 }}>
      <Box component="span" sx={{ width: 18, textAlign: "right", color: "text.secondary", flex: "none" }}>
        <Figure value={row.rank} kind="count" />
      </Box>
      <Box component="span" sx={{ width: 28, fontSize: 12, flex: "none", display: { xs: "none", sm: "block" } }}>
        <Moved places={row.rankChange} />
      </Box>
      <Member dimension="salesperson" name={row.salesperson} />
    </Box>
  );
}

/** Nothing for who stands where he stood, and for who has no place before. */
function Moved({ places }: { readonly places: number | null }) {
  if (places === null || places === 0) return null;
  const isUp = places > 0;
  const words = `${Math.abs(places)} ${Math.abs(places) === 1 ? "place" : "places"} ${isUp ? "won" : "lost"}`;
  return (
    <Box
      component="data"
      value={String(places)}
      title={words}
      role="img"
      aria-label={words}
      sx={{ color: isUp ? "primary.main" : "warning.main" }}
    >
      {isUp ? "▲" : "▼"} {Math.abs(places)}
    </Box>
  );
}
