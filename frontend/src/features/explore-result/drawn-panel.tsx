/** Lines and bars over time, and ranked bars; what is beyond them is said. */
import { Box, Typography } from "@mui/material";
import { useMemo } from "react";
import type { Meta } from "../../api/unwrap";
import { BarChart, LineChart } from "../../charts/line-chart";
import { MOST_LINES, shaded, type ChartSeries } from "../../charts/model";
import { useSlots } from "../../charts/use-slots";
import { count, windowOf } from "../../format";
import { DIMENSIONS } from "../../state/view";
import { useView } from "../../state/view-context";
import { BarList, type BarRow } from "../../ui/bar-list";
import { Member } from "../../ui/member";
import type { Grid, Line } from "./data";
import { seriesOf } from "./drawn";
import type { Extent } from "./panel";
import type { ResultOf } from "./result-of";
import { nameOf } from "./twin";

const HEIGHT = 380;

interface DrawnProps {
  readonly grid: Grid;
  readonly of: ResultOf;
  readonly size: Extent;
}

export function Drawn({ grid, of, size }: DrawnProps) {
  const isTime = grid.heads.some(({ member }) => member !== null);
  const words =
    of.asked.shape === "lines" ? chosenWords(grid, of, size.rows) : shownWords(grid.lines.length, size.rows);
  return (
    <>
      {isTime ? <OverTime grid={grid} of={of} /> : <Ranked grid={grid} />}
      {words !== null && (
        <Typography variant="body2" color="textSecondary" sx={{ pt: 1 }}>
          {words}
        </Typography>
      )}
    </>
  );
}

function shownWords(shown: number, rows: number): string | null {
  return rows > shown ? `${shown} of ${count(rows)} shown, in the order asked. Choose Table for more.` : null;
}

/** Which lines are drawn of more than can be told apart, and how others are. */
function chosenWords({ heads, lines }: Grid, { asked, sort }: ResultOf, rows: number): string | null {
  if (rows <= MOST_LINES) return null;
  const which = sort !== null && sort === asked.measures[0] ? "smallest" : "largest";
  const first = `The ${MOST_LINES} ${which} of ${count(rows)} by ${heads[0]?.label.toLowerCase() ?? ""} are drawn;`;
  const others = "for another, take one out above and tick it.";
  return [first, others, rows > lines.length ? `${lines.length} can be chosen; Table has all.` : ""].join(" ").trim();
}

function OverTime({ grid, of }: Omit<DrawnProps, "size">) {
  const { show } = useView();
  const { meta, asked, currency } = of;
  const series = useColoured(
    useMemo(() => seriesOf(grid, meta), [grid, meta]),
    asked.rows[0] ?? null,
  );
  const [head] = grid.heads;
  const Chart = asked.shape === "bars" ? BarChart : LineChart;
  return (
    <Chart
      series={series}
      kind={head?.kind ?? "number"}
      currency={currency}
      height={HEIGHT}
      thenNames={series.length === 1 ? thenNamesOf(meta) : NONE}
      windowEnd={meta.period?.end ?? null}
      onRange={(from, to) => void show({ period: "CUSTOM", from, to })}
    />
  );
}

/** What was then is drawn beside one line alone. */
const NONE: readonly string[] = [];

function thenNamesOf({ comparisons, period }: Meta): readonly string[] {
  return comparisons.map(({ start, end }) => windowOf(start, end, period?.timezone ?? "UTC"));
}

/** Branches and lines keep their colours; others are shades. */
function useColoured(series: readonly ChartSeries[], dimension: string | null): readonly ChartSeries[] {
  const ofLine = useSlots("productLine");
  const ofBranch = useSlots("branch");
  if (series.length < 2) return series;
  const slots = dimension === "branch" ? ofBranch : dimension === "productLine" ? ofLine : null;
  if (slots === null) return shaded(series);
  return series.map((one) => ({ ...one, colour: slots(one.name) ?? "grey" }));
}

function Ranked({ grid }: { readonly grid: Grid }) {
  const [head] = grid.heads;
  const change = grid.heads.findIndex(({ role }) => role === "growth");
  const rows = grid.lines.map((line) => rowOf(line, change));
  const changed = grid.heads[change];
  return (
    <Box sx={{ maxHeight: 520, overflow: "auto" }} tabIndex={0} role="group" aria-label={head?.label}>
      <BarList
        label={head?.label ?? ""}
        rows={rows}
        kind={head?.kind ?? "number"}
        {...(changed && { changeKind: changed.kind })}
      />
    </Box>
  );
}

function rowOf(line: Line, change: number): BarRow {
  const [[dimension, name] = ["", null], ...more] = Object.entries(line.members);
  const known = DIMENSIONS.find((one) => one === dimension);
  const isOne = known !== undefined && more.length === 0;
  const value = numberOrNull(line.values[0]);
  return {
    key: line.key,
    name: isOne ? <Member dimension={known} name={name} /> : nameOf(line.members),
    value,
    ...(change >= 0 && { change: numberOrNull(line.values[change]) }),
    ...(isOne && name !== null && { mark: { dimension: known, name, value } }),
  };
}

const numberOrNull = (value: number | string | null | undefined): number | null =>
  typeof value === "number" ? value : null;
