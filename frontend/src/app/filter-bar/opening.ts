/** One opening of a picker is one step of the history: its first change is pushed, the rest take its place. */
import { useCallback, useRef } from "react";
import type { View } from "../../state/view";
import { useView } from "../../state/view-context";

export function useOpening(): (change: Partial<View>) => boolean {
  const { show } = useView();
  const isChanged = useRef(false);
  return useCallback(
    (change) => {
      const isShown = show(change, isChanged.current ? "replace" : "push");
      isChanged.current ||= isShown;
      return isShown;
    },
    [show],
  );
}
