/** Which colour is which series, where the plot does not name them at the lines: a list to choose from, by value. */
import { Box } from "@mui/material";
import { drawn, short, type ChartSeries, type Measure } from "./model";
import { colourOf, useInk } from "./theme";

interface SeriesNamesProps {
  readonly series: readonly ChartSeries[];
  readonly measure: Measure;
  /** Those that are not drawn. */
  readonly hidden: ReadonlySet<string>;
  readonly onHide: (hidden: ReadonlySet<string>) => void;
  /** From this width on the plot names them itself. */
  readonly until: number | null;
  /** So many are drawn at once, of series in the order of the answer; null for all of them, by their last value. */
  readonly most: number | null;
}

export function SeriesNames({ series, measure, hidden, onHide, until, most }: SeriesNamesProps) {
  const ink = useInk();
  const isShort = until !== null && hidden.size === 0;
  const count = series.length - hidden.size;
  const isFixed = (name: string) => (hidden.has(name) ? most !== null && count >= most : count === 1);
  const named: readonly Named[] = most === null ? byLastValue(series) : series.map((one) => ({ ...one, value: null }));
  return (
    <Box sx={{ containerType: "inline-size" }}>
      <Box
        component="ul"
        aria-label="Lines drawn"
        sx={
          isShort
            ? { ...LIST, [`@container (min-width: ${until / 16}rem)`]: { display: "none" } }
            : most === null
              ? LIST
              : LONG
        }
      >
        {named.map(({ name, colour, value }) => (
          <Box component="li" key={name} title={name} sx={ITEM}>
            <Box component="label" sx={LABEL}>
              <input
                type="checkbox"
                checked={!hidden.has(name)}
                disabled={isFixed(name)}
                onChange={() => {
                  onHide(toggled(hidden, name));
                }}
              />
              <Box component="span" aria-hidden="true" sx={{ ...DOT, bgcolor: colourOf(colour, ink) }} />
              <Box component="span" sx={CUT}>
                {name}
              </Box>
              {value !== null && <data value={String(value)}>{short(value, measure)}</data>}
            </Box>
          </Box>
        ))}
      </Box>
    </Box>
  );
}

interface Named extends ChartSeries {
  readonly value: number | null;
}

/** The greatest last value first; lines without one at the end. */
function byLastValue(series: readonly ChartSeries[]): readonly Named[] {
  return series
    .map((one) => ({ ...one, value: one.points.map(drawn).findLast((value) => value !== null) ?? null }))
    .sort((a, b) => (b.value ?? -Infinity) - (a.value ?? -Infinity));
}

function toggled(hidden: ReadonlySet<string>, name: string): ReadonlySet<string> {
  const next = new Set(hidden);
  if (!next.delete(name)) next.add(name);
  return next;
}

const LIST = { listStyle: "none", m: 0, p: 0, pb: 0.5, display: "flex", flexWrap: "wrap", columnGap: 1.5 } as const;
const LONG = { ...LIST, maxHeight: "6.5rem", overflow: "auto" } as const;
const ITEM = { fontSize: 12, minWidth: 0, maxWidth: 260 } as const;
const LABEL = {
  display: "flex",
  alignItems: "center",
  gap: 0.5,
  minHeight: 24,
  cursor: "pointer",
  minWidth: 0,
} as const;
const DOT = { width: 10, height: 10, borderRadius: "2px", flex: "none", forcedColorAdjust: "none" } as const;
const CUT = { overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" } as const;
