/** Which months of which rollup may answer: one column a month, one row a table, a sign and a word in each cell. */
import { Box, Typography } from "@mui/material";
import type { Block, Coverage, TableState } from "../../api/diagnostics";
import { count } from "../../format";
import { TABLE } from "../../ui/table-style";
import { BlockPaper } from "./block";
import { holeWords, STATE_LOOKS, tallyOf } from "./data";

export function CoverageBlock({ block }: { readonly block: Block<Coverage> | null }) {
  return (
    <BlockPaper title="Coverage" subtitle="Rollup by month, and the days that were loaded" block={block} height={280}>
      {(coverage) => (
        <>
          <Tally coverage={coverage} />
          <Matrix coverage={coverage} />
          <Holes coverage={coverage} />
        </>
      )}
    </BlockPaper>
  );
}

interface Of {
  readonly coverage: Coverage;
}

function Tally({ coverage }: Of) {
  return (
    <Box component="ul" aria-label="States" sx={{ listStyle: "none", m: 0, mb: 1, p: 0, display: "grid", gap: 0.25 }}>
      {tallyOf(coverage).map(([state, number]) => (
        <Box component="li" key={state} sx={{ fontSize: 12, display: "flex", gap: 1 }}>
          <Box component="span" aria-hidden="true" sx={{ ...CELL, ...LOOKS[state] }}>
            {STATE_LOOKS[state].sign}
          </Box>
          {count(number)} {STATE_LOOKS[state].words}
        </Box>
      ))}
    </Box>
  );
}

function Matrix({ coverage: { months, tables, olderMonths } }: Of) {
  return (
    <Box sx={{ overflow: "auto" }} tabIndex={0} role="group" aria-label="Coverage by month">
      <Box component="table" sx={MATRIX}>
        <caption>State of each rollup by month</caption>
        <thead>
          <tr>
            <th scope="col" className="first">
              Table
            </th>
            {months.map(({ month }) => (
              <th key={month} scope="col">
                {month.slice(2).replace("-", "/")}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {tables.map(({ table, states, rowsByMonth }) => (
            <tr key={table}>
              <th scope="row">{table}</th>
              {months.map(({ month }, index) => (
                <Cell key={month} state={states[index] ?? "EMPTY"} month={month} rows={rowsByMonth[index] ?? 0} />
              ))}
            </tr>
          ))}
          <tr>
            <th scope="row">days loaded</th>
            {months.map(({ month, days, daysLoaded }) => (
              <td
                key={month}
                className={daysLoaded < days ? "partly" : ""}
                title={`${month}: ${daysLoaded} of ${days}`}
              >
                <data value={daysLoaded}>{daysLoaded}</data>
              </td>
            ))}
          </tr>
        </tbody>
      </Box>
      {olderMonths > 0 && <Typography variant="caption">{olderMonths} older months are not shown.</Typography>}
    </Box>
  );
}

interface CellProps {
  readonly state: TableState;
  readonly month: string;
  readonly rows: number;
}

function Cell({ state, month, rows }: CellProps) {
  const { sign, words } = STATE_LOOKS[state];
  return (
    <td title={`${month}: ${words}; ${count(rows)} rows`} data-state={state}>
      <Box component="span" role="img" aria-label={words.split(":")[0]} sx={{ ...CELL, ...LOOKS[state] }}>
        {sign}
      </Box>
    </td>
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
const LOOKS: Readonly<Record<TableState, object>> = {
  BUILT: { backgroundColor: tint("primary", 16) },
  WITHDRAWN: { backgroundColor: tint("warning", 30), outline: "2px solid", outlineColor: "warning.main" },
  NOT_BUILT: { border: "1px dashed", borderColor: "text.secondary" },
  EMPTY: { color: "text.secondary" },
};
const MATRIX = {
  ...TABLE,
  width: "auto",
  "& th, & td": { ...TABLE["& th, & td"], px: 0.5, py: 0.25, height: 28, textAlign: "center" },
  "& thead th": { ...TABLE["& thead th"], fontSize: 11, fontWeight: 400 },
  "& tbody th": { ...TABLE["& tbody th, & tfoot th, & thead th.first"], pr: 2, fontSize: 12 },
  "& td.partly": { color: "warning.main", fontWeight: 600 },
} as const;
