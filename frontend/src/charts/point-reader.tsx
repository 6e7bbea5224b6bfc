/** The chart by keyboard: a slider over its marks that says each of them. */
import type { KeyboardEvent } from "react";

export interface Reading {
  readonly index: number | null;
  /** The other end of a range that is being chosen with Shift. */
  readonly anchor: number | null;
}

interface PointReaderProps {
  readonly label: string;
  readonly count: number;
  readonly reading: Reading;
  /** The mark in words. */
  readonly text: string;
  readonly canSelect: boolean;
  readonly onRead: (reading: Reading) => void;
  readonly onEnter: (anchor: HTMLElement) => void;
  readonly onEscape: () => boolean;
}

type Step = (index: number | null, count: number) => number;

const forward: Step = (index) => (index ?? -1) + 1;
const backward: Step = (index, count) => (index ?? count) - 1;
const leap = (count: number): number => Math.max(1, Math.round(count / 10));

const STEPS: Readonly<Record<string, Step>> = {
  ArrowRight: forward,
  ArrowUp: forward,
  ArrowLeft: backward,
  ArrowDown: backward,
  PageUp: (index, count) => (index ?? 0) + leap(count),
  PageDown: (index, count) => (index ?? count) - leap(count),
  Home: () => 0,
  End: (_, count) => count - 1,
};

/** Where a key leads, or null when it leads nowhere. */
export function nextIndex(key: string, index: number | null, count: number): number | null {
  const step = STEPS[key];
  if (step === undefined || count === 0) return null;
  return Math.min(count - 1, Math.max(0, step(index, count)));
}

export function PointReader(props: PointReaderProps) {
  const { label, count, reading, text, canSelect, onRead, onEnter, onEscape } = props;
  const move = (event: KeyboardEvent<HTMLElement>) => {
    const index = nextIndex(event.key, reading.index, count);
    if (index === null) return;
    stop(event);
    const isSelecting = canSelect && event.shiftKey;
    onRead({ index, anchor: isSelecting ? (reading.anchor ?? reading.index ?? index) : null });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter") {
      stop(event);
      onEnter(event.currentTarget);
    } else if (event.key === "Escape") {
      if (onEscape()) stop(event);
    } else move(event);
  };
  return (
    <div
      className="reader"
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-orientation="horizontal"
      aria-valuemin={1}
      aria-valuemax={Math.max(1, count)}
      aria-valuenow={(reading.index ?? 0) + 1}
      aria-valuetext={text}
      onKeyDown={onKeyDown}
      onFocus={(event) => {
        if (reading.index === null && event.currentTarget.matches(":focus-visible"))
          onRead({ index: count - 1, anchor: null });
      }}
    />
  );
}

/** Keys that a chart uses are not the page's. */
function stop(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopPropagation();
}
