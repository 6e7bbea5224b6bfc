/** A branch on the way to its target: what was sold, the target of the same days, and where this pace leads. */
import { Box } from "@mui/material";
import type { BranchTargetFragment } from "../../api/gen/operations";
import type { Asked } from "../../api/page-query";
import type { Question } from "../../api/rest";
import type { Meta } from "../../api/unwrap";
import type { Kind } from "../../format";
import { nullCode } from "../../words";
import { Bar } from "../../ui/bar";
import { Figure } from "../../ui/figure";
import { Tile } from "../../ui/tile";
import { soldOf } from "./data";

type Rows = NonNullable<BranchTargetFragment["goal"]["data"]>;

const HEIGHT = 90;

interface BranchTargetProps {
  readonly asked: Asked<Rows>;
  readonly question: Question;
}

export function BranchTarget({ asked, question }: BranchTargetProps) {
  return (
    <Tile title="Target" asked={asked} height={HEIGHT} question={question}>
      {([row], meta) => row && <Goal row={row} meta={meta} />}
    </Tile>
  );
}

function Goal({ row, meta }: { readonly row: Rows[number]; readonly meta: Meta }) {
  const sold = soldOf(row);
  const figures: readonly (readonly [string, string, number | null, Kind])[] = [
    ["revenue", sold.label, sold.value, sold.kind],
    ["target", "Target of these days", row.target, sold.kind],
    ["quotaAttainment", "Attained", row.quotaAttainment, "ratio"],
    ["pace", "At this pace, of the whole", row.pace, "ratio"],
  ];
  return (
    <>
      <Box component="dl" sx={{ m: 0, mb: 1, display: "flex", gap: 4, flexWrap: "wrap" }}>
        {figures.map(([field, label, value, kind]) => (
          <Box key={field}>
            <Box component="dt" sx={{ fontSize: 12, color: "text.secondary" }}>
              {label}
            </Box>
            <Box component="dd" sx={{ m: 0, fontSize: 18, fontWeight: 600 }}>
              <Figure value={value} kind={kind} reason={nullCode(field, row.nulls, meta.nulls)} />
            </Box>
          </Box>
        ))}
      </Box>
      <Bar value={row.quotaAttainment} scale={{ low: 0, high: Math.max(1, row.quotaAttainment ?? 0) }} height={10} />
    </>
  );
}
