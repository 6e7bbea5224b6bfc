/** Which mark is being read, by pointer or by keyboard, and whether it is held. */
import { useCallback, useEffect, useMemo, useState, type PointerEvent } from "react";
import type { PlotControl } from "./plot";
import type { Reading } from "./point-reader";

const NOTHING: Reading = { index: null, anchor: null };

export interface ReadingState {
  readonly reading: Reading;
  readonly isPinned: boolean;
  /** First and last mark of the chosen range. */
  readonly range: readonly [number, number] | null;
  readonly hover: (index: number) => void;
  readonly leave: (event: PointerEvent) => void;
  readonly read: (reading: Reading) => void;
  readonly select: (from: number, to: number) => void;
  readonly pin: () => void;
  readonly clear: () => void;
  /** Whether there was something to let go of. */
  readonly escape: () => boolean;
}

export function useReading(control: PlotControl | null, count: number): ReadingState {
  const [reading, setReading] = useState<Reading>(NOTHING);
  const [isPinned, setPinned] = useState(false);
  const clear = useCallback(() => {
    setReading(NOTHING);
    setPinned(false);
    control?.point(null);
  }, [control]);
  useReleased(reading.index !== null, isPinned, clear);

  return useMemo(() => {
    const { index, anchor } = reading;
    const isKnown = index !== null && index < count;
    return {
      reading: isKnown ? reading : NOTHING,
      isPinned: isPinned && isKnown,
      range: isKnown && anchor !== null && anchor !== index ? [Math.min(anchor, index), Math.max(anchor, index)] : null,
      hover: (next) => {
        setReading((now) =>
          isPinned || now.anchor !== null || now.index === next ? now : { index: next, anchor: null },
        );
      },
      leave: ({ pointerType }) => {
        if (pointerType === "mouse" && !isPinned && anchor === null) clear();
      },
      read: (next) => {
        setPinned(false);
        setReading(next);
        control?.point(next.index);
      },
      select: (from, to) => {
        setPinned(false);
        setReading({ index: to, anchor: from });
      },
      pin: () => {
        setPinned((now) => !now);
      },
      clear,
      escape: () => {
        if (index === null) return false;
        clear();
        return true;
      },
    };
  }, [reading, isPinned, control, count, clear]);
}

/** What is shown goes with Escape, wherever the focus is; what is held lets go when the reader presses elsewhere. */
function useReleased(isShown: boolean, isPinned: boolean, clear: () => void): void {
  useEffect(() => {
    if (!isShown) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented && isPlain(event.target)) clear();
    };
    window.addEventListener("keydown", onKey);
    return () => {
      window.removeEventListener("keydown", onKey);
    };
  }, [isShown, clear]);
  useEffect(() => {
    if (!isPinned) return;
    const onPress = (event: globalThis.PointerEvent) => {
      const isOnChart = event.target instanceof Element && event.target.closest(ON_CHART) !== null;
      if (!isOnChart) clear();
    };
    window.addEventListener("pointerdown", onPress);
    return () => {
      window.removeEventListener("pointerdown", onPress);
    };
  }, [isPinned, clear]);
}

const ON_CHART = "figure, [role=menu], [role=presentation]";

/** Escape closes one layer only: a menu or a dialog that is open goes first. */
function isPlain(target: EventTarget | null): boolean {
  return !(target instanceof Element && target.closest("[role=menu], [role=dialog], [role=listbox]") !== null);
}
