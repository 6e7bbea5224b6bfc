/** A range of buckets, by dragging or with Shift and the arrows, and the button that shows only it. */
import { Box, Button } from "@mui/material";
import { useRef, type PointerEvent } from "react";
import type { PlotControl } from "./plot";

export interface RangeSelect {
  /** `3–9 Dec 2024`: the days of the buckets from the one number to the other. */
  readonly words: (from: number, to: number) => string;
  readonly onZoom: (from: number, to: number) => void;
}

/** Pixels that the pointer has to move for a press to be a drag. */
const SLACK = 6;

interface Drag {
  readonly x: number;
  readonly from: number;
  isMoved: boolean;
}

export function useDrag(
  control: PlotControl | null,
  range: RangeSelect | undefined,
  select: (from: number, to: number) => void,
) {
  const drag = useRef<Drag | null>(null);
  const wasMoved = useRef(false);
  const bucketOf = (event: PointerEvent<HTMLElement>) =>
    control?.bucketAt(event.clientX - event.currentTarget.getBoundingClientRect().left) ?? null;
  const handlers = {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      wasMoved.current = false;
      const from = range && event.pointerType === "mouse" && event.button === 0 ? bucketOf(event) : null;
      drag.current = from === null ? null : { x: event.clientX, from, isMoved: false };
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const now = drag.current;
      if (now === null || (!now.isMoved && Math.abs(event.clientX - now.x) < SLACK)) return;
      now.isMoved = true;
      wasMoved.current = true;
      const to = bucketOf(event);
      if (to !== null) select(now.from, to);
    },
    onPointerUp: () => {
      drag.current = null;
    },
  };
  return { handlers, isMoved: () => wasMoved.current };
}

interface RangeChoiceProps {
  readonly range: RangeSelect;
  readonly chosen: readonly [number, number];
  readonly control: PlotControl | null;
  readonly height: number;
  readonly onDone: () => void;
}

export function RangeChoice({ range, chosen, control, height, onDone }: RangeChoiceProps) {
  const [from, to] = chosen;
  const left = control?.place(from)?.x ?? 0;
  const right = control?.place(to)?.x ?? left;
  return (
    <>
      <Box sx={{ ...GROUND, height: `calc(${height}px - ${AXIS + TOP}rem)`, left, width: right - left }} />
      <Button
        size="small"
        variant="contained"
        onClick={() => {
          onDone();
          range.onZoom(from, to);
        }}
        sx={{
          position: "absolute",
          zIndex: 3,
          top: 18,
          left: `clamp(8px, ${(left + right) / 2 - 80}px, calc(100% - 190px))`,
        }}
      >
        Zoom to {range.words(from, to)}
      </Button>
    </>
  );
}

/** Above the plot and under it, for the words of its axis: as large as the letters are. */
const TOP = 14 / 16;
const AXIS = 24 / 16;
const GROUND = {
  position: "absolute",
  top: `${TOP}rem`,
  bgcolor: "primary.main",
  opacity: 0.14,
  pointerEvents: "none",
} as const;
