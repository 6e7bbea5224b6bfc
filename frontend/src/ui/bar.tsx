/** A bar in a row, from zero: what is below zero goes to the left of it. */
import { Box } from "@mui/material";

export interface Scale {
  readonly low: number;
  readonly high: number;
}

/** The scale that holds zero and every value. */
export function scaleOf(values: readonly (number | null | undefined)[]): Scale {
  const known = values.filter((value) => typeof value === "number");
  return { low: Math.min(0, ...known), high: Math.max(0, ...known) };
}

/** Where a value's bar begins and how wide it is, in per cent of the place. */
export function barOf(value: number, { low, high }: Scale): { readonly left: number; readonly width: number } {
  const span = high - low;
  if (span === 0) return { left: 0, width: 0 };
  const percent = (part: number) => Math.round((part / span) * 10_000) / 100;
  return { left: percent(Math.min(value, 0) - low), width: percent(Math.abs(value)) };
}

interface BarProps {
  readonly value: number | null;
  readonly scale: Scale;
  readonly color?: string | undefined;
  readonly height?: number;
}

export function Bar({ value, scale, color = "primary.main", height = 8 }: BarProps) {
  const { left, width } = value === null ? { left: 0, width: 0 } : barOf(value, scale);
  const zero = barOf(0, scale).left;
  const isLoss = value !== null && value < 0;
  return (
    <Box aria-hidden="true" sx={{ position: "relative", height, width: "100%", minWidth: 48 }}>
      {zero > 0 && <Box sx={{ ...PLACE, left: `${zero}%`, width: "1px", bgcolor: "text.disabled" }} />}
      <Box
        sx={{
          ...PLACE,
          left: `${left}%`,
          width: `${width}%`,
          minWidth: width > 0 ? 2 : 0,
          borderRadius: 0.5,
          bgcolor: isLoss ? "warning.main" : color,
          forcedColorAdjust: "none",
        }}
      />
    </Box>
  );
}

const PLACE = { position: "absolute", top: 0, bottom: 0 } as const;
