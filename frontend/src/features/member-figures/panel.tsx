/** A member's figures, each with its change against the first comparison. */
import { Box } from "@mui/material";
import type { MemberFiguresFragment } from "../../api/gen/operations";
import type { Asked } from "../../api/page-query";
import type { Question } from "../../api/rest";
import { useShell } from "../../api/shell";
import { Delta } from "../../ui/delta";
import { Figure } from "../../ui/figure";
import { Tile } from "../../ui/tile";
import type { Twin } from "../../ui/twin-table";
import { isEmptyMember, memberFigures, type MemberFigure } from "./data";

type Overview = NonNullable<MemberFiguresFragment["salesOverview"]["data"]>;

const HEIGHT = 76;

interface MemberFiguresProps {
  readonly asked: Asked<Overview>;
  readonly question: Question;
}

export function MemberFigures({ asked, question }: MemberFiguresProps) {
  return (
    <Tile title="Key figures" asked={asked} height={HEIGHT} question={question} isEmpty={isEmptyMember} twin={twin}>
      {(overview, meta) => (
        <Box component="dl" sx={GRID}>
          {memberFigures(overview, meta.nulls).map((figure) => (
            <One key={figure.field} figure={figure} />
          ))}
        </Box>
      )}
    </Tile>
  );
}

function One({ figure }: { readonly figure: MemberFigure }) {
  const measure = useShell()?.measures.get(figure.measure);
  return (
    <Box sx={{ minWidth: 0 }}>
      <Box component="dt" title={measure?.definition} sx={{ fontSize: 12, color: "text.secondary" }}>
        {figure.label}
      </Box>
      <Box component="dd" sx={{ m: 0, fontSize: 20, fontWeight: 600, lineHeight: 1.3 }}>
        <Figure value={figure.value} kind={figure.kind} reason={figure.reason} />
      </Box>
      <Box component="dd" sx={{ m: 0, fontSize: 12 }}>
        <Delta
          value={figure.change}
          kind={figure.changeKind}
          direction={measure?.direction}
          reason={figure.changeReason}
        />
      </Box>
    </Box>
  );
}

const GRID = {
  m: 0,
  display: "grid",
  gap: 2,
  gridTemplateColumns: {
    xs: "repeat(2, minmax(0, 1fr))",
    sm: "repeat(4, minmax(0, 1fr))",
    lg: "repeat(8, minmax(0, 1fr))",
  },
} as const;

function twin(overview: Overview): Twin {
  const figures = memberFigures(overview, []);
  return {
    caption: "Key figures now and then",
    columns: [{ label: "When", kind: "text" }, ...figures.map(({ label, kind }) => ({ label, kind }))],
    rows: [
      ["Now", ...figures.map(({ value }) => value)],
      ...overview.comparisons.map(({ kind, values }) => [kind, ...figures.map(({ field }) => values?.[field] ?? null)]),
    ],
  };
}
