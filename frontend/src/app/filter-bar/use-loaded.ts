/** The loaded days that periods depend on; null until the server has told them. */
import { useMemo } from "react";
import type { Days } from "../../state/calendar";
import { useShell } from "../../api/shell";
import { daysOf, UNKNOWN_FIRST, type Loaded } from "../../state/periods";
import { useLive } from "../live";

export function useLoaded(): Loaded | null {
  const { shown } = useLive();
  const range = useShell()?.range;
  return useMemo(() => {
    if (!shown?.asOf) return null;
    const anchor = shown.asOf.slice(0, 10);
    const { weekStart, fiscalYearStart } = shown;
    return { anchor, first: range?.start ?? UNKNOWN_FIRST, last: range?.end ?? anchor, weekStart, fiscalYearStart };
  }, [shown, range]);
}

/** The days of a window, null when they are not known. */
export function knownDays(window: Parameters<typeof daysOf>[0], loaded: Loaded | null): Days | null {
  const days = loaded && daysOf(window, loaded);
  return days?.from === UNKNOWN_FIRST ? null : days;
}
