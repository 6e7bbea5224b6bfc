/** One load as it stands, followed while it runs; the same after the page is opened again. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { Failure } from "../../api/client";
import { watchLoad } from "../../api/load-events";
import type { Load } from "../../api/load-types";
import { fetchLoad } from "../../api/loads";
import { isRunning } from "./data";

interface Followed {
  readonly load: Load | null;
  readonly failure: Failure | null;
}

export function useLoad(id: string, onEnded: () => void): Followed {
  const answers = useQueryClient();
  const query = useQuery<Load, Failure>({
    queryKey: ["load", id],
    queryFn: ({ signal }) => fetchLoad(id, signal),
    staleTime: 0,
  });
  const follows = query.data !== undefined && isRunning(query.data);
  useEffect(() => {
    if (!follows) return undefined;
    const watching = new AbortController();
    const keep = (change: (load: Load) => Load): void => {
      answers.setQueryData<Load>(["load", id], (load) => load && change(load));
    };
    watchLoad(id, {
      signal: watching.signal,
      onProgress: (progress) => {
        keep((load) => ({ ...load, progress, cancellable: load.cancellable && progress.phase !== "published" }));
      },
    }).then(
      (ended) => {
        if (ended === null) return;
        keep(() => ended);
        onEnded();
      },
      () => void answers.invalidateQueries({ queryKey: ["load", id] }),
    );
    return () => {
      watching.abort();
    };
  }, [follows, id, answers, onEnded]);
  return { load: query.data ?? null, failure: query.error };
}
