/** What moved the measure: a bar for each effect, adding up to the change. */
import { Alert, Box, Link as MuiLink } from "@mui/material";
import { Link } from "wouter";
import type { Asked } from "../../api/page-query";
import type { Question } from "../../api/rest";
import { useLink } from "../../state/view-context";
import { Bar, scaleOf } from "../../ui/bar";
import { Delta } from "../../ui/delta";
import { Tile } from "../../ui/tile";
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
      asked={asked}
      height={height}
      question={question}
      isEmpty={isEmptyDrivers}
      none="Nothing to compare with"
      twin={driversTwin}
    >
      {(drivers) => <Parts drivers={drivers} />}
    </Tile>
  );
}

function Parts({ drivers }: { readonly drivers: Drivers }) {
  const link = useLink();
  const rows = driverRows(drivers);
  const scale = scaleOf(rows.map(({ value }) => value));
  if (!addsUp(drivers)) return <Alert severity="error">The parts do not add up to the change.</Alert>;
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
      <Box component="li" sx={{ ...ROW, borderTop: 1, borderColor: "divider", pt: 0.75, fontWeight: 600 }}>
        <span>Change</span>
        <span />
        <Box sx={{ textAlign: "right" }}>
          <Delta value={drivers.change} kind="money" />
        </Box>
      </Box>
    </Box>
  );
}

const LIST = { listStyle: "none", m: 0, p: 0, display: "grid", gap: 0.75, fontSize: 13 } as const;
const ROW = {
  display: "grid",
  gridTemplateColumns: "86px minmax(0, 1fr) 104px",
  columnGap: 1,
  alignItems: "center",
  minHeight: 22,
};
