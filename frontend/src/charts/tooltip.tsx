/** What is known of one mark, in text nodes: a name that is markup is only text. The pointer may rest on it. */
import { Box, Paper, Typography } from "@mui/material";
import { useLayoutEffect, useRef } from "react";
import type { PointText } from "./point-text";
import { useLetters } from "./use-letters";

interface TooltipProps {
  readonly text: PointText;
  /** Pixels in the plot. */
  readonly at: { readonly x: number; readonly y: number };
  readonly size: PlotPixels;
  readonly isPinned: boolean;
}

export interface PlotPixels {
  readonly width: number;
  readonly height: number;
}

const WIDTH = 250;
const GAP = 14;
const EDGE = 4;
/** At the lower end of the window, where phones have their pages to choose from. */
const BAR = 64;

/** Where it begins and how wide it is: beside the mark, of a small plot under it or above it. Pure. */
export function tooltipPlace(
  x: number,
  width: number,
  letters = 1,
): { left: number; width: number; isOutside: boolean } {
  const room = Math.min(WIDTH * letters, width - 2 * EDGE);
  if (room + GAP > width / 2) {
    const left = Math.min(Math.max(EDGE, x - room / 2), width - room - EDGE);
    return { left, width: room, isOutside: true };
  }
  const isRight = x + GAP + room <= width;
  return { left: isRight ? x + GAP : Math.max(EDGE, x - GAP - room), width: room, isOutside: false };
}

export function Tooltip({ text, at, size, isPinned }: TooltipProps) {
  const { isOutside, ...place } = tooltipPlace(at.x, size.width, useLetters());
  const paper = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = paper.current;
    if (element === null) return;
    const isAbove = isOutside && isBetterAbove(element);
    element.style.top = isAbove ? "auto" : isOutside ? "100%" : `${EDGE}px`;
    element.style.bottom = isAbove ? "100%" : "auto";
  }, [isOutside, text]);
  return (
    <Paper
      ref={paper}
      elevation={6}
      aria-hidden={!isPinned}
      data-chart-tooltip=""
      style={place}
      sx={{
        position: "absolute",
        zIndex: 3,
        p: 1,
        px: 1.25,
        cursor: "auto",
        border: 1,
        borderColor: isPinned ? "primary.main" : "divider",
      }}
    >
      <Typography variant="caption" component="p" sx={{ fontWeight: 600, overflowWrap: "anywhere" }}>
        {text.head}
      </Typography>
      {text.rows.map(({ name, text: value, value: exact, look }, index) => (
        <Box
          key={`${name} ${index}`}
          sx={{ display: "flex", gap: 1, justifyContent: "space-between", typography: "caption" }}
        >
          <Box component="span" sx={{ color: "text.secondary", minWidth: 0, overflowWrap: "anywhere" }}>
            {name}
          </Box>
          <Box
            component="data"
            value={exact === null ? "" : String(exact)}
            sx={{ fontVariantNumeric: "tabular-nums", whiteSpace: "nowrap", fontWeight: look === "now" ? 600 : 400 }}
          >
            {value}
          </Box>
        </Box>
      ))}
      {text.note !== null && (
        <Typography variant="caption" component="p" color="textSecondary">
          {text.note}
        </Typography>
      )}
    </Paper>
  );
}

/** Under the plot it would leave the window, above it it would not. */
function isBetterAbove(element: HTMLElement): boolean {
  const plot = element.offsetParent?.getBoundingClientRect();
  if (plot === undefined) return false;
  const high = element.offsetHeight;
  return plot.bottom + high > window.innerHeight - BAR && plot.top - high > 0;
}
