/** Of what every page has: tiles, their heads, tools and switches; classes of one sheet, as those of rows are. */
import { color } from "./rows-style";

const tint = (of: string, strength: string) => `rgba(${color(`${of}Channel`)} / ${strength})`;
const HOVER = color("action-hoverOpacity");
const SELECTED = color("action-selectedOpacity");
const WIDE = "@media (min-width: 75em)";
const MIDDLE = "@media (min-width: 37.5em)";
const CAN_HOVER = "@media (hover: hover)";

/** A button without a look: what it has of the browser's own goes. */
const BARE = {
  display: "inline-flex",
  alignItems: "center",
  justifyContent: "center",
  padding: 0,
  border: 0,
  color: "inherit",
  backgroundColor: "transparent",
  cursor: "pointer",
  userSelect: "none",
} as const;

const TILES = {
  ".page-grid": {
    display: "grid",
    gap: 12,
    gridTemplateColumns: "minmax(0, 1fr)",
    [MIDDLE]: { gridTemplateColumns: "repeat(6, minmax(0, 1fr))" },
    [WIDE]: { gridTemplateColumns: "repeat(12, minmax(0, 1fr))" },
  },
  ".page-grid > .place": {
    minWidth: 0,
    gridColumn: "1 / -1",
    [MIDDLE]: { gridColumn: "span var(--of-six)" },
    [WIDE]: { gridColumn: "span var(--of-twelve)" },
  },
  ".tile": {
    position: "relative",
    display: "flex",
    flexDirection: "column",
    minWidth: 0,
    height: "100%",
    padding: 16,
    border: `1px solid ${color("divider")}`,
    borderRadius: 8,
    color: color("text-primary"),
    backgroundColor: color("background-paper"),
  },
  ".tile > .content": { flex: 1, minWidth: 0 },
  ".tile[aria-busy=true] > .content": { opacity: 0.55, pointerEvents: "none", transition: "opacity 150ms" },
  // two pixels that run along the upper edge while a new answer is on its way
  ".tile > .progress": {
    position: "absolute",
    top: 0,
    left: 0,
    right: 0,
    height: 2,
    background: `linear-gradient(90deg, transparent, ${color("primary-main")}, transparent)`,
    backgroundSize: "50% 100%",
    backgroundRepeat: "no-repeat",
    animation: "tile-progress 1s linear infinite",
    "@media (prefers-reduced-motion: reduce)": { backgroundSize: "100% 100%" },
  },
  "@keyframes tile-progress": { from: { backgroundPosition: "-50% 0" }, to: { backgroundPosition: "150% 0" } },
  ".tile-head": { display: "flex", flexWrap: "wrap", alignItems: "flex-start", gap: 8, marginBottom: 8 },
  ".tile-head > .said": { minWidth: 0, flex: "1 1 150px" },
  ".tile-head.controlled > .said": { flexBasis: 300 },
  ".tile-head h2": { margin: 0, fontSize: "0.9375rem", fontWeight: 600, lineHeight: 1.4 },
  ".tile-head p": {
    margin: 0,
    minHeight: 18,
    fontSize: "0.75rem",
    lineHeight: 1.43,
    color: color("text-secondary"),
  },
  // switches and tools go below the title together when there is no room beside it
  ".tile-head > .controls": {
    display: "flex",
    flexWrap: "wrap",
    gap: 8,
    marginLeft: "auto",
    justifyContent: "flex-end",
    alignItems: "flex-start",
  },
  ".tools": { display: "flex", flex: "none" },
} as const;

const CONTROLS = {
  ".tool": {
    ...BARE,
    width: "1.75rem",
    height: "1.75rem",
    borderRadius: "50%",
    fontSize: "1.125rem",
    color: color("action-active"),
    transition: "background-color 150ms",
    [CAN_HOVER]: { "&:hover": { backgroundColor: tint("action-active", HOVER) } },
  },

  ".switch": { display: "inline-flex", flexWrap: "wrap", borderRadius: 8 },
  ".switch > button": {
    ...BARE,
    position: "relative",
    padding: "2px 8px",
    minHeight: 28,
    border: `1px solid ${color("divider")}`,
    borderRadius: 8,
    fontFamily: "inherit",
    fontSize: "0.75rem",
    fontWeight: 500,
    lineHeight: 1.75,
    color: color("action-active"),
    [CAN_HOVER]: { "&:hover": { backgroundColor: tint("text-primary", HOVER) } },
    "&:focus-visible": { zIndex: 1 },
  },
  ".switch > :not(:last-child)": { borderTopRightRadius: 0, borderBottomRightRadius: 0 },
  ".switch > :not(:first-of-type)": {
    marginLeft: -1,
    borderLeftColor: "transparent",
    borderTopLeftRadius: 0,
    borderBottomLeftRadius: 0,
  },
  '.switch > [aria-pressed="true"]': {
    color: color("text-primary"),
    backgroundColor: tint("text-primary", SELECTED),
    [CAN_HOVER]: { "&:hover": { backgroundColor: tint("text-primary", `calc(${SELECTED} + ${HOVER})`) } },
  },

  ".sort": { ...BARE, font: "inherit", minHeight: 28, borderRadius: 4, verticalAlign: "middle" },
  "th[aria-sort=ascending] > .sort, th[aria-sort=descending] > .sort": { color: color("text-primary") },
  ".sort > span": { width: 12, marginLeft: 2, fontSize: "0.5625rem" },

  ".tick": {
    position: "relative",
    display: "inline-flex",
    padding: 2,
    borderRadius: "50%",
    fontSize: "1.25rem",
    verticalAlign: "middle",
    color: color("text-secondary"),
    [CAN_HOVER]: { "&:hover": { backgroundColor: tint("primary-main", HOVER) } },
  },
  // the browser's own is there to be pressed and heard; what is seen is drawn
  ".tick > input": { position: "absolute", inset: 0, zIndex: 1, margin: 0, opacity: 0, cursor: "pointer" },
  ".tick > :checked + svg": { color: color("primary-main") },
  ".tick > :disabled + svg": { color: color("action-disabled") },
  ".tick > :focus-visible + svg": { outline: `2px solid ${color("primary-main")}`, borderRadius: 8 },
} as const;

const CHARTS = {
  ".chart": { position: "relative", margin: 0 },
  ".chart > .plot": { position: "relative", touchAction: "pan-y" },
  ".chart > .reader": { position: "absolute", inset: 0, pointerEvents: "none", borderRadius: 8 },
  ".chart > .reader:focus-visible": { outlineOffset: 1 },
  // a plot's place until it is drawn
  ".bone": {
    position: "absolute",
    inset: 0,
    borderRadius: 8,
    backgroundColor: "var(--mui-palette-Skeleton-bg)",
    animation: "bone 2s ease-in-out 0.5s infinite",
  },
  "@keyframes bone": { "50%": { opacity: 0.4 } },
  ".small-charts": {
    display: "grid",
    gap: 16,
    gridTemplateColumns: "minmax(0, 1fr)",
    [MIDDLE]: { gridTemplateColumns: "repeat(2, minmax(0, 1fr))" },
    [WIDE]: { gridTemplateColumns: "repeat(4, minmax(0, 1fr))" },
  },
  ".small-charts > *": { minWidth: 0 },
  ".small-charts .name-of-chart": { fontSize: "0.8125rem", fontWeight: 600, marginBottom: 4 },
} as const;

export const PARTS = { ...TILES, ...CONTROLS, ...CHARTS };
