/** The loaded days that periods depend on; null until the server has told them. */
import { useMemo } from "react";
import { useShell } from "../../api/shell";
import type { Loaded } from "../../state/periods";
import { useLive } from "../live";

export function useLoaded(): Loaded | null {
  const { shown } = useLive();
  const range = useShell()?.range;
  return useMemo(() => {
    if (!shown?.asOf) return null;
    const anchor = shown.asOf.slice(0, 10);
    const { weekStart, fiscalYearStart } = shown;
    return { anchor, first: range?.start ?? anchor, last: range?.end ?? anchor, weekStart, fiscalYearStart };
  }, [shown, range]);
}
