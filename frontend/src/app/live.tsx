/** Keeps the page on the newest data as one, and says when the server is away. */
import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { createContext, use, useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from "react";
import { DataWatch, type Watched } from "../api/version";
import { versionsIn, versionsOnScreen } from "../api/windows";
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
  useEffect(() => checkOnAnswers(answers, watch), [answers, watch]);
  useEffect(() => {
    if (state.waiting !== null && (!isReading() || isOnScreen(answers, state.waiting.version)))
      showNewest(answers, watch);
  }, [state.waiting, answers, watch]);
  const shown = state.shown?.version ?? null;
  useEffect(() => {
    // answered before a load that this page is told of only now; what is asked already needs no second question
    const isBehind = shown !== null && versionsOnScreen(answers).some((version) => version !== shown);
    if (isBehind && answers.isFetching() === 0) void answers.invalidateQueries();
  }, [shown, answers]);
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

/** Whether the page was answered of a version already, before this page knew of it. */
function isOnScreen(answers: QueryClient, version: string): boolean {
  const found = versionsOnScreen(answers);
  return found.length > 0 && found.every((one) => one === version);
}

/** A failed question may mean a server that is away; an answer of another version, data that were just loaded. */
function checkOnAnswers(answers: QueryClient, watch: DataWatch): () => void {
  return answers.getQueryCache().subscribe((event) => {
    if (event.type !== "updated") return;
    const { awaySince, shown } = watch.now();
    const isNews = () =>
      shown !== null && versionsIn(event.query.state.data).some((version) => version !== shown.version);
    if (event.action.type === "error" ? awaySince === null : event.action.type === "success" && isNews()) watch.check();
  });
}
