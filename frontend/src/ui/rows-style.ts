/** Of what rows hold: classes of one sheet, for a page has hundreds of each, and a style made for each one is slow. */
import { HIDDEN } from "./delta";

export const color = (name: string) => `var(--mui-palette-${name})`;

export const ROWS = {
  ".figure": { fontVariantNumeric: "tabular-nums", whiteSpace: "nowrap" },
  ".only-heard": HIDDEN,

  ".delta": { whiteSpace: "nowrap", fontVariantNumeric: "tabular-nums", color: color("text-secondary") },
  ".delta.better": { color: color("primary-main") },
  ".delta.worse": { color: color("warning-main") },
  ".delta > .arrow": { fontSize: "0.7em", marginRight: 4 },

  ".bar": { position: "relative", width: "100%", minWidth: 48 },
  ".bar > *": { position: "absolute", top: 0, bottom: 0 },
  ".bar > .zero": { width: 1, backgroundColor: color("text-disabled") },
  ".bar > .part": { borderRadius: 4, backgroundColor: color("primary-main"), forcedColorAdjust: "none" },
  ".bar > .part.loss": { backgroundColor: color("warning-main") },

  ".barred": { display: "flex", alignItems: "center", gap: 8, justifyContent: "space-between" },
  ".barred > :first-child": { width: 64, flex: "none", "@media (max-width: 37.49em)": { display: "none" } },
  ".who": { display: "flex", alignItems: "center" },

  ".ranking": { listStyle: "none", margin: 0, padding: 0, display: "grid", gap: 6 },
  ".ranking > li": {
    display: "grid",
    gridTemplateColumns: "minmax(0, 1fr) auto 4.25rem",
    columnGap: 8,
    rowGap: 2,
    alignItems: "center",
    fontSize: "0.8125rem",
    textAlign: "right",
  },
  ".ranking .who": { gap: 4, textAlign: "left" },
  ".ranking .who > :last-child": { minWidth: 0 },
  ".ranking .change": { fontSize: "0.75rem" },
  ".ranking .whole": { gridColumn: "1 / -1" },
  ".ranking .pressed, .ranking .value": { cursor: "pointer" },
  ".ranking .value": {
    minHeight: 24,
    minWidth: 24,
    padding: 0,
    border: 0,
    borderRadius: 4,
    font: "inherit",
    color: "inherit",
    backgroundColor: "transparent",
  },

  ".icon": { width: "1em", height: "1em", fill: "currentColor", flexShrink: 0, display: "inline-block" },

  // one line, cut where the room ends and no wider than it; of 24 pixels, which is a target that a finger hits
  ".name": {
    display: "-webkit-box",
    WebkitBoxOrient: "vertical",
    WebkitLineClamp: 1,
    overflow: "hidden",
    whiteSpace: "normal",
    wordBreak: "break-all",
    minWidth: 0,
    lineHeight: "1.5rem",
  },
  "a.name": { color: "inherit", textDecoration: "none", "&:hover": { textDecoration: "underline" } },
  ".name.nobody": { color: color("text-secondary") },
  ".member": { display: "inline-flex", alignItems: "center", gap: 4, maxWidth: "100%" },
  ".member > .dot": { width: 10, height: 10, borderRadius: 2, flex: "none" },
  ".funnel": {
    width: "1.5rem",
    height: "1.5rem",
    padding: 0,
    border: 0,
    borderRadius: "50%",
    flex: "none",
    display: "inline-flex",
    alignItems: "center",
    justifyContent: "center",
    fontSize: "0.875rem",
    color: color("action-active"),
    backgroundColor: "transparent",
    cursor: "pointer",
    // shown with the row that the pointer or the focus is in; always where nothing can hover
    opacity: 0,
    "&:hover": { backgroundColor: color("action-hover") },
    "@media (hover: none)": { opacity: 1 },
  },
  "tr:hover .funnel, li:hover .funnel, .member:hover .funnel, .funnel:focus-visible": { opacity: 1 },
  // the name has all of the cell, and the funnel lies over its end when it is called for
  ".floating": {
    position: "relative",
    minWidth: 0,
    "@media (hover: hover)": {
      "& .funnel": { position: "absolute", right: 0, backgroundColor: color("background-paper") },
    },
  },
} as const;
