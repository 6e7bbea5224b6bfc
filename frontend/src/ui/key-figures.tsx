/** The figures at the top of a member's page, each with its change where there is one to tell. */
import { Box } from "@mui/material";
import type { ReactNode } from "react";
import { useShell } from "../api/shell";
import type { Kind } from "../format";
import type { Change } from "./changes";
import { Delta } from "./delta";
import { Figure } from "./figure";

export interface KeyFigure {
  readonly label: string;
  readonly kind: Kind;
  readonly value: number | null;
  readonly reason?: string | null | undefined;
  /** Name in the catalog, for definition and direction. */
  readonly measure?: string | undefined;
  /** Left out where nothing is compared. */
  readonly change?: Change | undefined;
  /** Instead of a change. */
  readonly note?: ReactNode;
}

export function KeyFigures({ figures }: { readonly figures: readonly KeyFigure[] }) {
  return (
    <Box component="dl" sx={GRID}>
      {figures.map((figure) => (
        <One key={figure.label} figure={figure} />
      ))}
    </Box>
  );
}

function One({ figure }: { readonly figure: KeyFigure }) {
  const { label, kind, value, reason, measure, change, note } = figure;
  const known = useShell()?.measures.get(measure ?? "");
  return (
    <Box sx={{ minWidth: 0, overflowWrap: "anywhere" }}>
      <Box component="dt" title={known?.definition} sx={{ fontSize: 12, color: "text.secondary" }}>
        {label}
      </Box>
      <Box component="dd" sx={{ m: 0, fontSize: 20, fontWeight: 600, lineHeight: 1.3 }}>
        <Figure value={value} kind={kind} reason={reason} />
      </Box>
      <Box component="dd" sx={{ m: 0, fontSize: 12, color: "text.secondary" }}>
        {change ? (
          <Delta value={change.value} kind={change.kind} direction={known?.direction} reason={change.reason} />
        ) : (
          note
        )}
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
