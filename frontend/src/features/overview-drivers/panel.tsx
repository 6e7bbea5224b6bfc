/** What moved the measure: a bar for each effect, adding up to the change. */
import { Alert, Box, Link as MuiLink, useMediaQuery, useTheme } from "@mui/material";
import { Link } from "wouter";
import type { Asked } from "../../api/page-query";
import type { Question } from "../../api/rest";
import type { Meta } from "../../api/unwrap";
import { useLink } from "../../state/view-context";
import { Bar, scaleOf } from "../../ui/bar";
import { Delta } from "../../ui/delta";
import { Reversals } from "../../ui/reversals";
import { Tile } from "../../ui/tile";
import { WhyOther } from "../../ui/why-other";
import { subtitleOf } from "../../words";
import { addsUp, driverRows, driversTwin, isEmptyDrivers, type Drivers } from "./data";

interface DriversProps {
  readonly asked: Asked<Drivers>;
  readonly question: Question;
  readonly height: number;
}

export function OverviewDriversTile({ asked, question, height }: DriversProps) {
  const metric = asked.answer?.data?.metric === "PROFIT" ? "profit" : "net revenue";
  return (
    <Tile
      title={`What changed ${metric}`}
      subtitle={asked.answer === null ? undefined : subtitleOf(againstOne(asked.answer.meta))}
      asked={asked}
      height={height}
      question={question}
      isEmpty={isEmptyDrivers}
      none="Nothing to compare with"
      twin={driversTwin}
    >
      {(drivers, meta) => <Explained drivers={drivers} meta={meta} />}
    </Tile>
  );
}

/** The change is that against the first comparison alone. */
const againstOne = (meta: Meta): Meta => ({ ...meta, comparisons: meta.comparisons.slice(0, 1) });

function Explained({ drivers, meta }: { readonly drivers: Drivers; readonly meta: Meta }) {
  const link = useLink();
  if (!addsUp(drivers)) return <Alert severity="error">The parts do not add up to the change.</Alert>;
  const { reversals, dimension, metric } = drivers;
  const href = link("/profit", { extra: { driver: [metric.toLowerCase()], by: [dimension] } });
  return (
    <>
      <Parts drivers={drivers} />
      <WhyOther meta={meta} dimension={dimension} />
      <Reversals reversals={reversals} dimension={dimension} href={href} />
    </>
  );
}

/** On a phone the parts are folded under their sum. */
function Parts({ drivers }: { readonly drivers: Drivers }) {
  const isPhone = useMediaQuery(useTheme().breakpoints.down("sm"));
  const sum = (
    <Box component="span" sx={{ ml: "auto" }}>
      <Delta value={drivers.change} kind="money" />
    </Box>
  );
  if (!isPhone) {
    return (
      <>
        <List drivers={drivers} />
        <Box sx={SUM}>Change {sum}</Box>
      </>
    );
  }
  return (
    <details>
      <Box
        component="summary"
        sx={{ cursor: "pointer", minHeight: 44, alignContent: "center", fontWeight: 600, fontSize: 13 }}
      >
        <Box component="span" sx={{ display: "inline-flex", width: "calc(100% - 20px)" }}>
          Change {sum}
        </Box>
      </Box>
      <List drivers={drivers} />
    </details>
  );
}

function List({ drivers }: { readonly drivers: Drivers }) {
  const link = useLink();
  const rows = driverRows(drivers);
  const scale = scaleOf(rows.map(({ value }) => value));
  return (
    <Box component="ul" aria-label="Parts of the change" sx={LIST}>
      {rows.map(({ kind, label, value }) => (
        <Box component="li" key={kind} sx={ROW}>
          <MuiLink
            component={Link}
            href={link("/profit", { extra: { part: [kind.toLowerCase()] } })}
            underline="hover"
            color="inherit"
          >
            {label}
          </MuiLink>
          <Bar value={value} scale={scale} height={10} />
          <Box sx={{ textAlign: "right" }}>
            <Delta value={value} kind="money" />
          </Box>
        </Box>
      ))}
    </Box>
  );
}

const LIST = { listStyle: "none", m: 0, p: 0, display: "grid", gap: 0.75, fontSize: 13 } as const;
const ROW = {
  display: "grid",
  gridTemplateColumns: "5.375rem minmax(0, 1fr) 6.5rem",
  columnGap: 1,
  alignItems: "center",
  minHeight: 22,
};
const SUM = {
  display: "flex",
  borderTop: 1,
  borderColor: "divider",
  mt: 0.75,
  pt: 0.75,
  fontWeight: 600,
  fontSize: 13,
};
