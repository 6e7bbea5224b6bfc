/** A whole cut into its parts: one bar, each part labelled inside as far as it fits; what is left is Others. */
import { Box } from "@mui/material";
import { percent } from "../format";
import { HIDDEN } from "./delta";

export interface BarPart {
  readonly name: string;
  /** Of the whole, from 0 to 1. */
  readonly share: number;
  /** `#1E65AA` */
  readonly color: string;
}

interface PartBarProps {
  readonly parts: readonly BarPart[];
  /** Names of the parts that have no place of their own. */
  readonly others: readonly string[];
}

/** From which share on words are drawn, in a wide bar and in a narrow one; title, reader and twin always have them. */
const NAMED = { wide: 0.16, narrow: 0.34 };
const NUMBERED = { wide: 0.07, narrow: 0.16 };

function shownFrom<Look extends object>(look: Look, share: number, { wide, narrow }: typeof NAMED) {
  if (share < wide) return HIDDEN;
  return share < narrow ? { ...look, "@container (max-width: 30rem)": HIDDEN } : look;
}

export function PartBar({ parts, others }: PartBarProps) {
  return (
    <Box sx={{ containerType: "inline-size", width: "100%" }}>
      <Box component="ul" sx={BAR}>
        {parts.map(({ name, share, color }) => (
          <Box
            component="li"
            key={name}
            title={`${name}: ${percent(share)}`}
            sx={{ ...PART, flexBasis: `${share * 100}%`, bgcolor: color, color: inkOn(color) }}
          >
            <Box component="span" sx={shownFrom(CUT, share, NAMED)}>
              {name}{" "}
            </Box>
            <Box component="data" value={String(share)} sx={shownFrom(NUMBER, share, NUMBERED)}>
              {percent(share)}
            </Box>
          </Box>
        ))}
        {others.length > 0 && (
          <Box component="li" title={`Others: ${others.join(", ")}`} sx={{ ...PART, ...REST }}>
            <Box component="span" sx={CUT}>
              Others ({others.length})
            </Box>
          </Box>
        )}
      </Box>
    </Box>
  );
}

/** Black or white, whichever is read better on the colour. */
export function inkOn(color: string): string {
  const [red, green, blue] = [1, 3, 5].map((at) => linear(Number.parseInt(color.slice(at, at + 2), 16) / 255));
  const light = 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
  return (light + 0.05) / 0.05 > 1.05 / (light + 0.05) ? "#000000" : "#FFFFFF";
}

const linear = (part: number): number => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);

const BAR = {
  display: "flex",
  listStyle: "none",
  m: 0,
  p: 0,
  height: "1.5rem",
  width: "100%",
  gap: "1px",
  borderRadius: 0.5,
  overflow: "hidden",
  forcedColorAdjust: "none",
} as const;
const PART = {
  display: "flex",
  alignItems: "center",
  gap: 0.5,
  px: 0.75,
  minWidth: 0,
  flexShrink: 1,
  fontSize: 12,
  overflow: "hidden",
  whiteSpace: "nowrap",
  boxSizing: "border-box",
} as const;
const REST = { flex: "1 1 0", bgcolor: "action.selected", color: "text.primary" } as const;
const CUT = { overflow: "hidden", textOverflow: "ellipsis" } as const;
const NUMBER = { fontVariantNumeric: "tabular-nums", fontWeight: 600 } as const;
