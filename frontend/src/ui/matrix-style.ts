/** The look of a matrix: the accent in five strengths, what is below zero in the other colour, text always legible. */
import { TABLE } from "./table-style";

const mixed = (color: string, percent: number) =>
  `color-mix(in srgb, ${color} ${percent}%, var(--mui-palette-background-paper))`;
const tints = (name: string, color: string) =>
  Object.fromEntries(
    [8, 18, 28, 38, 48].map((percent, index) => [
      `& td.${name}-${index + 1}`,
      { backgroundColor: mixed(color, percent) },
    ]),
  );

export const MATRIX = {
  ...TABLE,
  ...tints("tint", "var(--mui-palette-primary-main)"),
  ...tints("below", "var(--mui-palette-warning-main)"),
  "& thead th": { ...TABLE["& thead th"], maxWidth: 140, overflow: "hidden", textOverflow: "ellipsis" },
  // a name of a column is read, not guessed from its first letter
  "&:not(.tight) thead th": { minWidth: 76 },
  "& td": { border: "1px solid", borderColor: "background.paper", color: "text.primary" },
  "& td.partial": { fontStyle: "italic" },
  "& td.not-loaded": { backgroundImage: "var(--hatched)" },
  // in cells as narrow as these
  "& td.not-loaded data > *": { whiteSpace: "normal", display: "block", lineHeight: 1.1 },
  "& td[data-cell]:focus-visible": { outline: "2px solid", outlineColor: "primary.main", outlineOffset: "-2px" },
  "& td.total, & tfoot td, & th.total": { fontWeight: 600 },
  "&.tight th, &.tight td": { px: 0.5, height: 28, fontSize: 12 },
} as const;
