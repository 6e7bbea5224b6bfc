/** Loaded days: a row a branch, a cell a month, and of the chosen month a square a day that opens the Overview of it. */
import { Box, Typography } from "@mui/material";
import { useState } from "react";
import type { LoadedDaysFragment } from "../../api/gen/operations";
import type { Asked } from "../../api/page-query";
import { count } from "../../format";
import { columnName } from "../../ui/balance-sheet";
import { HIDDEN } from "../../ui/delta";
import { Figure } from "../../ui/figure";
import { Tile } from "../../ui/tile";
import { holeSentences, monthSentence, monthShort, rowsOf, type Month, type Row } from "./data";
import { DayGrid } from "./day-grid";
import { Legend, MonthMark } from "./month-mark";

export type LoadedRange = NonNullable<LoadedDaysFragment["loadedDays"]["data"]>;

const HEIGHT = 260;
const SHOWN_HOLES = 12;
const TWIN_COLUMNS = [
  { label: "Branch", kind: "text" },
  { label: "Month", kind: "text" },
  { label: "Days loaded", kind: "count" },
  { label: "Days", kind: "count" },
] as const;

interface Chosen {
  readonly branch: string | null;
  readonly month: string;
}

export function LoadedTile({ asked }: { readonly asked: Asked<LoadedRange> }) {
  return (
    <Tile
      title="Loaded days"
      subtitle={subtitle(asked.answer?.data ?? null)}
      asked={asked}
      height={HEIGHT}
      question={{ report: "dataRange", args: {} }}
      isEmpty={({ start }) => !start}
      twin={(range) => ({
        caption: "Loaded days by branch and month",
        columns: TWIN_COLUMNS,
        rows: rowsOf(range).flatMap((row) =>
          row.months.map(({ name, loaded, of }) => [row.branch ?? "All branches", name, loaded, of]),
        ),
      })}
    >
      {(range) => <Loaded range={range} />}
    </Tile>
  );
}

function subtitle(range: LoadedRange | null): string {
  return range?.start && range.end ? `${range.start} to ${range.end} · ${count(range.lines)} lines` : "";
}

function Loaded({ range }: { readonly range: LoadedRange }) {
  const rows = rowsOf(range);
  const [wanted, setChosen] = useState<Chosen>({ branch: null, month: "" });
  const chosen = shownOf(rows, wanted);
  return (
    <Box sx={{ display: "grid", gap: 1.5, gridTemplateColumns: { xs: "minmax(0, 1fr)", lg: "minmax(0, 1fr) 300px" } }}>
      <Box sx={{ display: "grid", gap: 1, minWidth: 0, alignContent: "start" }}>
        <Strip rows={rows} chosen={chosen} onChoose={setChosen} />
        <Legend />
      </Box>
      <Box sx={{ display: "grid", gap: 1.5, alignContent: "start" }}>
        {chosen.shown && <DayGrid branch={chosen.branch} month={chosen.shown} />}
        <Holes rows={rows} />
        <Missing names={range.notLoaded as readonly string[]} />
      </Box>
    </Box>
  );
}

/** The chosen month, or the newest one when there is none or it is gone. */
function shownOf(rows: readonly Row[], { branch, month }: Chosen): Chosen & { readonly shown: Month | undefined } {
  const row = rows.find((one) => one.branch === branch) ?? rows[0];
  if (!row) return { branch, month, shown: undefined };
  const shown = row.months.find(({ name }) => name === month) ?? row.months.at(-1);
  return { branch: row.branch, month: shown?.name ?? "", shown };
}

interface StripProps {
  readonly rows: readonly Row[];
  readonly chosen: Chosen;
  readonly onChoose: (chosen: Chosen) => void;
}

function Strip({ rows, chosen, onChoose }: StripProps) {
  const months = rows[0]?.months ?? [];
  return (
    <Box
      ref={showNewest}
      sx={{ overflow: "auto", position: "relative", py: "3px", my: "-3px", pr: "3px", mr: "-3px" }}
      tabIndex={0}
      role="group"
      aria-label="Months of every branch"
    >
      <Box component="table" sx={STRIP}>
        <caption>Loaded days by branch and month</caption>
        <thead>
          <tr>
            <td />
            {months.map(({ name }, at) => (
              <th key={name} scope="col">
                {monthShort(name)}
                <span className="year">{at === 0 || name.endsWith("-01") ? name.slice(0, 4) : "\u00a0"}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.branch ?? ""}>
              <th scope="row">{row.branch ?? "All branches"}</th>
              {row.months.map((month) => {
                const isChosen = chosen.month === month.name && chosen.branch === row.branch;
                return (
                  <td key={month.name}>
                    <Box
                      component="button"
                      type="button"
                      aria-pressed={isChosen}
                      aria-label={monthSentence(row.branch, month)}
                      title={monthSentence(row.branch, month)}
                      onClick={() => {
                        onChoose({ branch: row.branch, month: month.name });
                      }}
                      sx={CELL}
                    >
                      <MonthMark month={month} />
                    </Box>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </Box>
    </Box>
  );
}

/** The newest months matter most: a strip that is too long begins at its end, however wide it becomes. */
function showNewest(strip: HTMLElement | null) {
  if (strip === null) return undefined;
  const watcher = new ResizeObserver(() => {
    strip.scrollLeft = strip.scrollWidth;
  });
  watcher.observe(strip);
  return () => {
    watcher.disconnect();
  };
}

function Holes({ rows }: { readonly rows: readonly Row[] }) {
  const holes = holeSentences(rows);
  return (
    <section aria-label="Days not loaded">
      <Typography variant="subtitle2" component="h3">
        Days not loaded
      </Typography>
      {holes.length === 0 ? (
        <Typography variant="body2">None: every day of every branch is loaded.</Typography>
      ) : (
        <Box component="ul" sx={{ m: 0, pl: 2.5, fontSize: 13 }}>
          {holes.slice(0, SHOWN_HOLES).map((hole) => (
            <li key={hole}>{hole}</li>
          ))}
          {holes.length > SHOWN_HOLES && (
            <li>
              and <Figure value={holes.length - SHOWN_HOLES} kind="count" /> more, all of them in the table of this tile
            </li>
          )}
        </Box>
      )}
    </section>
  );
}

function Missing({ names }: { readonly names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <Typography variant="body2" color="textSecondary">
      Columns that no file carried: {names.map(columnName).join(", ")}.
    </Typography>
  );
}

const STRIP = {
  borderCollapse: "separate",
  borderSpacing: 0,
  fontSize: 12,
  "& caption": HIDDEN,
  "& th[scope=col]": { fontWeight: 400, color: "text.secondary", px: 0.25, textAlign: "center" },
  "& .year": { display: "block", fontWeight: 600 },
  "& th[scope=row]": {
    position: "sticky",
    left: 0,
    zIndex: 1,
    bgcolor: "background.paper",
    textAlign: "left",
    fontWeight: 400,
    fontSize: 13,
    pr: 1.5,
    whiteSpace: "nowrap",
  },
  "& thead td": { position: "sticky", left: 0, zIndex: 1, bgcolor: "background.paper" },
  "& tbody tr:first-of-type th": { fontWeight: 600 },
  "& td": { p: 0 },
} as const;

const CELL = {
  p: "3px",
  m: 0,
  display: "block",
  minWidth: 24,
  minHeight: 24,
  border: "1px solid transparent",
  borderRadius: 1,
  background: "none",
  cursor: "pointer",
  "&:hover": { bgcolor: "action.hover" },
  "&[aria-pressed=true]": { borderColor: "primary.main", bgcolor: "action.selected" },
  "@media (forced-colors: active)": { "&[aria-pressed=true]": { borderColor: "Highlight", borderWidth: 2 } },
} as const;
