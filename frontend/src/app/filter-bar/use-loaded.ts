/** The loaded days that periods depend on; null until the server has told them. */
import { useMemo } from "react";
import { useShell } from "../../api/shell";
import type { Loaded } from "../../state/periods";
import { useLive } from "../live";

export function useLoaded(): Loaded | null {
  const { shown } = useLive();
  const range = useShell()?.range;
  return useMemo(() => {
    if (!shown?.asOf || !range?.start || !range.end) return null;
    const anchor = shown.asOf.slice(0, 10);
    const { weekStart, fiscalYearStart } = shown;
    return { anchor, first: range.start, last: range.end, weekStart, fiscalYearStart };
  }, [shown, range]);
}
