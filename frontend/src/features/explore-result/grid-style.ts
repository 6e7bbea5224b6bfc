/** The look of Explore's grid: two rows of heads that stay in view, groups, a chosen area, tints of a matrix. */
import { MATRIX } from "../../ui/matrix-style";
import { TABLE } from "../../ui/table-style";

const tinted = Object.fromEntries(Object.entries(MATRIX).filter(([name]) => /tint-|below-/.test(name)));

export const GRID = {
  ...TABLE,
  ...tinted,
  width: "auto",
  minWidth: "100%",
  userSelect: "none",
  "& thead tr.members th": { top: 0, height: 30, textAlign: "center", borderLeft: "1px solid", borderColor: "divider" },
  "& thead tr.members th.first": { textAlign: "left", borderLeft: 0 },
  "& thead tr.measures.under th": { top: 30 },
  "& thead tr.measures th": { height: "auto", py: 0.75, verticalAlign: "bottom", lineHeight: 1.25 },
  "& .edge": { borderLeft: "1px solid", borderLeftColor: "divider" },
  "& tr.group th, & tr.group td": { fontWeight: 600 },
  "& td[data-cell]": { cursor: "pointer" },
  "& td[data-cell]:focus-visible": { outline: "2px solid", outlineColor: "primary.main", outlineOffset: "-2px" },
  "& td.chosen": {
    boxShadow: "inset 0 0 0 999px color-mix(in srgb, var(--mui-palette-primary-main) 16%, transparent)",
  },
  "& small": { display: "block", fontWeight: 400, fontSize: 11, color: "text.secondary" },
} as const;
