/** Which colour is which series, in words beside the plot, where the plot has no room to say it at the lines. */
import { Box } from "@mui/material";
import type { ChartSeries } from "./model";
import { colourOf, useInk } from "./theme";

interface SeriesNamesProps {
  readonly series: readonly ChartSeries[];
  /** From this width on the plot names them itself. */
  readonly until: number | null;
}

export function SeriesNames({ series, until }: SeriesNamesProps) {
  const ink = useInk();
  return (
    <Box sx={{ containerType: "inline-size" }}>
      <Box
        component="ul"
        sx={until === null ? LIST : { ...LIST, [`@container (min-width: ${until}px)`]: { display: "none" } }}
      >
        {series.map(({ name, colour }) => (
          <Box component="li" key={name} title={name} sx={ITEM}>
            <Box component="span" aria-hidden="true" sx={{ ...DOT, bgcolor: colourOf(colour, ink) }} />
            <Box component="span" sx={CUT}>
              {name}
            </Box>
          </Box>
        ))}
      </Box>
    </Box>
  );
}

const LIST = { listStyle: "none", m: 0, p: 0, pb: 0.5, display: "flex", flexWrap: "wrap", columnGap: 1.5 } as const;
const ITEM = { display: "flex", alignItems: "center", gap: 0.5, fontSize: 12, minWidth: 0, maxWidth: 220 } as const;
const DOT = { width: 10, height: 10, borderRadius: "2px", flex: "none", forcedColorAdjust: "none" } as const;
const CUT = { overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" } as const;
