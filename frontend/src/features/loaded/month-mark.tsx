/** The days of a month as small squares, seven a line: filled when loaded, half when partly, an outline when missing. */
import { Box } from "@mui/material";
import type { DayState, Month } from "./data";

const SIDE = 4;
const STEP = 5;
const WIDTH = 7 * STEP;
const HEIGHT = 5 * STEP;

export function MonthMark({ month: { days } }: { readonly month: Month }) {
  return (
    <svg width={WIDTH - 1} height={HEIGHT - 1} viewBox={`0 0 ${WIDTH - 1} ${HEIGHT - 1}`} aria-hidden="true">
      {(["loaded", "partly", "missing", "outside"] as const).map((state) => (
        <path key={state} d={squares(days, state)} {...LOOKS[state]} />
      ))}
    </svg>
  );
}

/** One path for all days of a state. */
function squares(days: readonly DayState[], wanted: DayState): string {
  const inset = wanted === "missing" ? 0.5 : 0;
  return days
    .flatMap((state, at) => {
      if (state !== wanted) return [];
      const [x, y] = [(at % 7) * STEP, Math.floor(at / 7) * STEP];
      if (state === "partly") return [`M${x} ${y + SIDE}l${SIDE} ${-SIDE}v${SIDE}z`];
      const side = SIDE - 2 * inset;
      return [`M${x + inset} ${y + inset}h${side}v${side}h${-side}z`];
    })
    .join("");
}

export const PAINT = {
  loaded: "var(--mui-palette-primary-main)",
  missing: "var(--mui-palette-warning-main)",
  outside: "var(--mui-palette-divider)",
} as const;

const LOOKS: Readonly<Record<DayState, { readonly fill: string; readonly stroke?: string }>> = {
  loaded: { fill: PAINT.loaded },
  partly: { fill: PAINT.loaded },
  missing: { fill: "none", stroke: PAINT.missing },
  outside: { fill: PAINT.outside },
};

const MEANINGS = [
  ["loaded", "loaded"],
  ["partly", "some branches only"],
  ["missing", "not loaded"],
  ["outside", "before or after everything loaded"],
] as const;

export function Legend() {
  return (
    <Box component="ul" sx={{ display: "flex", flexWrap: "wrap", columnGap: 2, m: 0, p: 0, fontSize: 12 }}>
      {MEANINGS.map(([state, meaning]) => (
        <Box key={state} component="li" sx={{ display: "flex", alignItems: "center", gap: 0.75, listStyle: "none" }}>
          <svg width="10" height="10" viewBox="0 0 4 4" aria-hidden="true">
            <path d={squares([state], state)} {...LOOKS[state]} />
          </svg>
          {meaning}
        </Box>
      ))}
    </Box>
  );
}
