/** Rules for the whole document: focus, density, motion, forced colours and paper. */
import { GlobalStyles } from "@mui/material";
import { PARTS } from "../ui/parts-style";
import { ROWS } from "../ui/rows-style";

export const HEADER = 56;
export const BAR = 48;

const STYLES = {
  ":root": { "--row": "2.5rem", "--type": "0.875rem" },
  ":root[data-density=compact]": { "--row": "2rem", "--type": "0.8125rem" },
  // what is focused is never under the sticky rows
  html: { scrollPaddingTop: `${HEADER + BAR + 44}px`, scrollbarGutter: "stable" },
  body: { fontVariantNumeric: "tabular-nums", textRendering: "optimizeLegibility" },
  // signs keep their size beside letters of any
  "a svg, button svg": { flexShrink: 0 },
  ":focus-visible": { outline: "2px solid var(--mui-palette-primary-main)", outlineOffset: "2px" },
  "h1:focus-visible": { outline: "none" },
  ":root[data-motion=reduced] *": { animation: "none !important", transition: "none !important" },
  "@media (prefers-reduced-motion: reduce)": { "*": { animation: "none !important", transition: "none !important" } },
  "@media (forced-colors: active)": {
    '[aria-current="page"], [aria-selected="true"], [aria-checked="true"]': { outline: "2px solid Highlight" },
    '.MuiToggleButton-root[aria-pressed="true"], .switch > [aria-pressed="true"]': {
      forcedColorAdjust: "none",
      // its own style is as exact, and comes later
      color: "HighlightText !important",
      backgroundColor: "Highlight !important",
    },
    ".MuiButton-contained": { border: "1px solid ButtonBorder" },
  },
  "@media print": {
    'nav, [data-chrome], [data-print="hide"], .MuiModal-root': { display: "none !important" },
    '[data-print]:not([data-print="hide"])': { display: "block !important" },
    "section, figure, tr": { breakInside: "avoid" },
    body: { background: "#FFFFFF !important" },
    "@page": { margin: "12mm" },
  },
} as const;

export const DocumentStyles = () => <GlobalStyles styles={[ROWS, PARTS, STYLES]} />;
