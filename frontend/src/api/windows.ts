/** The windows that the newest answer of a page says it is of; labels of periods come from here, not from a clock. */
import { notifyManager, useQueryClient, type Query, type QueryClient } from "@tanstack/react-query";
import { useCallback, useSyncExternalStore } from "react";

export interface Span {
  readonly start: string;
  readonly end: string;
}

export interface Answered {
  readonly period: Span & { readonly timezone: string };
  readonly comparisons: readonly (Span & { readonly kind: string })[];
  readonly dataVersion: string | null;
  readonly stale: boolean;
}

/** Null until a page was answered. */
export function useAnswered(): Answered | null {
  const answers = useQueryClient();
  const subscribe = useCallback(
    // questions begin while pages are drawn; what is told of them waits until that is done
    (listener: () => void) => answers.getQueryCache().subscribe(notifyManager.batchCalls(listener)),
    [answers],
  );
  return useSyncExternalStore(subscribe, () => {
    const shown = answers
      .getQueryCache()
      .findAll({ type: "active", predicate: (query) => query.state.data !== undefined });
    const newest = shown.toSorted((a, b) => b.state.dataUpdatedAt - a.state.dataUpdatedAt);
    return newest.map(answeredOf).find((answered) => answered !== null) ?? null;
  });
}

/** Of a page's parts the first that has all comparisons: some parts, such as sparks, have a window of their own. */
function answeredOf({ state: { data } }: Query): Answered | null {
  if (typeof data !== "object" || data === null) return null;
  const told = Object.values(data).flatMap(toldOf);
  const most = Math.max(...told.map(({ comparisons }) => comparisons.length));
  return told.find(({ comparisons }) => comparisons.length === most) ?? null;
}

/** The data versions that an answer is of; an earlier answer that stands in for an engine that is away says nothing. */
export function versionsIn(answer: unknown): readonly string[] {
  if (typeof answer !== "object" || answer === null) return [];
  const told = Object.values(answer).map((envelope) => (envelope as { metadata?: Partial<Answered> } | null)?.metadata);
  return told.flatMap((one) => (one?.dataVersion && one.stale !== true ? [one.dataVersion] : []));
}

/** The data versions of all that is on screen. */
export function versionsOnScreen(answers: QueryClient): readonly string[] {
  return answers
    .getQueryCache()
    .findAll({ type: "active" })
    .flatMap(({ state }) => versionsIn(state.data));
}

function toldOf(envelope: unknown): Answered[] {
  const metadata = (envelope as { metadata?: Partial<Answered> } | null)?.metadata;
  return metadata?.period && metadata.comparisons ? [metadata as Answered] : [];
}
