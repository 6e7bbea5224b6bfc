/** The view for every panel, and the way to change it; Back undoes a change. */
import { createContext, use, useCallback, useMemo, useSyncExternalStore, type ReactNode } from "react";
import { formatView, parseView, type View } from "./view";

interface ViewState {
  readonly view: View;
  readonly show: (view: View) => void;
}

const ViewContext = createContext<ViewState | null>(null);
const CHANGED = "popstate";

function onChange(listener: () => void): () => void {
  window.addEventListener(CHANGED, listener);
  return () => {
    window.removeEventListener(CHANGED, listener);
  };
}

export function ViewProvider({ children }: { readonly children: ReactNode }) {
  const search = useSyncExternalStore(onChange, () => window.location.search);
  const view = useMemo(() => parseView(search), [search]);
  const show = useCallback((next: View) => {
    window.history.pushState(null, "", window.location.pathname + formatView(next));
    window.dispatchEvent(new PopStateEvent(CHANGED));
  }, []);
  const state = useMemo(() => ({ view, show }), [view, show]);
  return <ViewContext value={state}>{children}</ViewContext>;
}

export function useView(): ViewState {
  const state = use(ViewContext);
  if (state === null) throw new Error("useView is used outside of ViewProvider");
  return state;
}
