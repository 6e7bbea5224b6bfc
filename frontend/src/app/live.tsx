/** Keeps the page on the newest data as one, and says when the server is away. */
import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { createContext, use, useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from "react";
import { DataWatch, type Watched } from "../api/version";
import { hasOpenLayer } from "../state/keys";

interface Live extends Watched {
  readonly check: () => void;
  /** Shows the data that wait. */
  readonly show: () => void;
}

const LiveContext = createContext<Live | null>(null);

export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const answers = useQueryClient();
  const [watch] = useState(() => new DataWatch(() => void answers.refetchQueries({ predicate: hasFailed })));
  const state = useSyncExternalStore(watch.subscribe, watch.now);
  useEffect(() => watch.start(), [watch]);
  useEffect(() => checkOnFailure(answers, watch), [answers, watch]);
  useEffect(() => {
    if (state.waiting !== null && !isReading()) showNewest(answers, watch);
  }, [state.waiting, answers, watch]);
  const live = useMemo(
    () => ({
      ...state,
      check: () => {
        watch.check();
      },
      show: () => {
        showNewest(answers, watch);
      },
    }),
    [state, answers, watch],
  );
  return <LiveContext value={live}>{children}</LiveContext>;
}

export function useLive(): Live {
  const live = use(LiveContext);
  if (live === null) throw new Error("useLive is used outside of LiveProvider");
  return live;
}

/** Whether a change on screen would take something out of the reader's hands. */
function isReading(): boolean {
  return hasOpenLayer() || window.getSelection()?.isCollapsed === false;
}

function showNewest(answers: QueryClient, watch: DataWatch): void {
  watch.accept();
  void answers.invalidateQueries();
}

const hasFailed = (query: { state: { status: string } }): boolean => query.state.status === "error";

function checkOnFailure(answers: QueryClient, watch: DataWatch): () => void {
  return answers.getQueryCache().subscribe((event) => {
    if (event.type === "updated" && event.action.type === "error" && watch.now().awaySince === null) watch.check();
  });
}
