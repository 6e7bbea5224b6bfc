/** Which months of which rollup may answer, and which days of a month: one row a table, a sign and a word in each cell. */
import { Box, Link, Typography } from "@mui/material";
import { useLayoutEffect, useRef } from "react";
import type { Block, Coverage } from "../../api/diagnostics";
import { count, month as monthWords } from "../../format";
import { first, withKeys } from "../../state/extra";
import { useView } from "../../state/view-context";
import { Step } from "../../ui/step";
import { TABLE } from "../../ui/table-style";
import { BlockPaper } from "./block";
import { besides, gridOf, STATE_LOOKS, tallyOf, type DayState, type Grid } from "./coverage-data";
import { holeWords } from "./data";

const MONTH = "month";

export function CoverageBlock({ block }: { readonly block: Block<Coverage> | null }) {
  return (
    <BlockPaper
      title="Coverage"
      subtitle="Rollup by month, and by day in a month; the days that were loaded"
      block={block}
      height={280}
    >
      {(coverage) => <Covered coverage={coverage} />}
    </BlockPaper>
  );
}

interface Of {
  readonly coverage: Coverage;
}

type Open = (month: string | null) => void;

function Covered({ coverage }: Of) {
  const { view, show } = useView();
  const month = first(view, MONTH);
  const grid = gridOf(coverage, month);
  const open: Open = (next) => void show({ extra: withKeys(view, { [MONTH]: next === null ? [] : [next] }) });
  return (
    <>
      <Tally grid={grid} />
      {grid.unit === "day" && month !== undefined && <Steps coverage={coverage} month={month} onOpen={open} />}
      <Matrix grid={grid} onOpen={open} />
      {grid.unit === "month" && coverage.olderMonths > 0 && (
        <Typography variant="caption">{coverage.olderMonths} older months are not shown.</Typography>
      )}
      <Holes coverage={coverage} />
    </>
  );
}

function Tally({ grid }: { readonly grid: Grid }) {
  return (
    <Box component="ul" aria-label="States" sx={{ listStyle: "none", m: 0, mb: 1, p: 0, display: "grid", gap: 0.25 }}>
      {tallyOf(grid).map(([state, number]) => (
        <Box component="li" key={state} sx={{ fontSize: 12, display: "flex", gap: 1 }}>
          <Box component="span" aria-hidden="true" sx={{ ...CELL, ...LOOKS[state] }}>
            {STATE_LOOKS[state].sign}
          </Box>
          {count(number)} {state === "BUILT" && `${grid.unit}s of `}
          {STATE_LOOKS[state].words}
        </Box>
      ))}
    </Box>
  );
}

interface StepsProps extends Of {
  readonly month: string;
  readonly onOpen: Open;
}

function Steps({ coverage, month, onOpen }: StepsProps) {
  const [before, after] = besides(coverage, month);
  return (
    <Box sx={{ display: "flex", flexWrap: "wrap", alignItems: "center", gap: 1, mb: 0.5 }}>
      <Step to={null} onGo={onOpen}>
        All months
      </Step>
      <Step to={before} onGo={onOpen}>
        Month before
      </Step>
      <Typography component="h3" sx={{ fontSize: 13, fontWeight: 600 }}>
        {monthWords(month)}
      </Typography>
      <Step to={after} onGo={onOpen}>
        Month after
      </Step>
    </Box>
  );
}

interface MatrixProps {
  readonly grid: Grid;
  readonly onOpen: Open;
}

function Matrix({ grid: { unit, columns, rows }, onOpen }: MatrixProps) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    // of months the newest are looked for, and they stand last
    box.current?.scrollTo({ left: unit === "month" ? box.current.scrollWidth : 0 });
  }, [unit]);
  return (
    <Box ref={box} sx={{ overflow: "auto" }} tabIndex={0} role="group" aria-label={`Coverage by ${unit}`}>
      <Box component="table" sx={MATRIX}>
        <caption>State of each rollup by {unit}</caption>
        <thead>
          <tr>
            <th scope="col" className="first">
              Table
            </th>
            {columns.map(({ name, label }) => (
              <th key={name} scope="col">
                {unit === "month" ? (
                  <Link
                    component="button"
                    aria-label={`${label}, days of ${name}`}
                    title={`Days of ${name}`}
                    sx={OPENS}
                    onClick={() => {
                      onOpen(name);
                    }}
                  >
                    {label}
                  </Link>
                ) : (
                  label
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ table, cells }) => (
            <tr key={table}>
              <th scope="row">{table}</th>
              {cells.map(({ state, title }, index) => (
                <td key={columns[index]?.name} title={title} data-state={state}>
                  <Sign state={state} />
                </td>
              ))}
            </tr>
          ))}
          <tr>
            <th scope="row">days loaded</th>
            {columns.map(({ name, days, daysLoaded }) => (
              <td key={name} className={daysLoaded < days ? "partly" : ""} title={`${name}: ${daysLoaded} of ${days}`}>
                <data value={daysLoaded}>{daysLoaded}</data>
              </td>
            ))}
          </tr>
        </tbody>
      </Box>
    </Box>
  );
}

function Sign({ state }: { readonly state: DayState }) {
  const { sign, words } = STATE_LOOKS[state];
  return (
    <Box component="span" role="img" aria-label={words.split(":")[0]} sx={{ ...CELL, ...LOOKS[state] }}>
      {sign}
    </Box>
  );
}

function Holes({ coverage: { holes, holeCount, daysLoaded } }: Of) {
  if (holeCount === 0)
    return (
      <Typography variant="body2" sx={{ mt: 1, fontSize: 12 }}>
        {count(daysLoaded)} days loaded, without a hole.
      </Typography>
    );
  const rest = holeCount - holes.length;
  return (
    <Typography variant="body2" sx={{ mt: 1, fontSize: 12 }}>
      {count(daysLoaded)} days loaded. Not loaded between them: {holes.map(holeWords).join(", ")}
      {rest > 0 ? ` and ${rest} earlier ones` : ""}.
    </Typography>
  );
}

const CELL = {
  display: "inline-grid",
  placeItems: "center",
  width: 22,
  height: 20,
  borderRadius: 0.5,
  fontSize: 12,
  fontWeight: 700,
} as const;
const tint = (name: string, percent: number) =>
  `color-mix(in srgb, var(--mui-palette-${name}-main) ${percent}%, var(--mui-palette-background-paper))`;
const LOOKS: Readonly<Record<DayState, object>> = {
  BUILT: { backgroundColor: tint("primary", 16) },
  WITHDRAWN: { backgroundColor: tint("warning", 30), outline: "2px solid", outlineColor: "warning.main" },
  NOT_BUILT: { border: "1px dashed", borderColor: "text.secondary" },
  EMPTY: { color: "text.secondary" },
  MISSING: { border: "1px dotted", borderColor: "text.secondary", color: "text.secondary" },
  WITH_MONTH: { backgroundColor: tint("warning", 12) },
};
/** As large as a finger or pointer needs. */
const OPENS = { fontSize: 11, minWidth: 24, minHeight: 24, verticalAlign: "middle" } as const;
const MATRIX = {
  ...TABLE,
  width: "auto",
  "& th, & td": { ...TABLE["& th, & td"], px: 0.5, py: 0.25, height: 28, textAlign: "center" },
  "& thead th": { ...TABLE["& thead th"], fontSize: 11, fontWeight: 400 },
  "& tbody th": { ...TABLE["& tbody th, & tfoot th, & thead th.first"], pr: 2, fontSize: 12 },
  "& td.partly": { color: "warning.main", fontWeight: 600 },
} as const;
