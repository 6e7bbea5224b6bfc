/** The saved views of this browser, and the view that was open last. */
import { useMemo } from "react";
import { readViews, writeViews, type SavedView } from "./saved-views";
import { store, stored, useStored } from "./store";

const VIEWS_KEY = "sales.views";
const LAST_KEY = "sales.last";

interface Kept {
  readonly views: readonly SavedView[];
  readonly keep: (views: readonly SavedView[]) => void;
}

export function useSavedViews(): Kept {
  const text = useStored(VIEWS_KEY);
  return useMemo(() => ({ views: readViews(text) ?? [], keep }), [text]);
}

/** The view of the visit before, as it was when this page was opened. */
export const LAST_VISIT: SavedView | null = readViews(stored(LAST_KEY))?.[0] ?? null;

export function keepLast(path: string, search: string): void {
  store(LAST_KEY, writeViews([{ name: "Where you left off", path, search }]));
}

function keep(views: readonly SavedView[]): void {
  store(VIEWS_KEY, writeViews(views));
}
