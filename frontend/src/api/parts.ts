/** Small questions beside the page's own, such as the rows below an opened one: each asked once, all at a time. */
import { useQueries, type UseQueryOptions, type UseQueryResult } from "@tanstack/react-query";
import { ask, type Failure } from "./client";
import type { Operation } from "./operation";
import { ASKING } from "./page-query";

export interface Part<Result> {
  readonly data: Result | null;
  readonly failure: Failure | null;
  readonly refetch: () => void;
}

/** One operation with each of several sets of variables; the answers stand in the order of the questions. */
export function useParts<Result, Variables extends Record<string, unknown>>(
  operation: Operation<Result, Variables>,
  questions: readonly Variables[],
): readonly Part<Result>[] {
  // the library's own type of a list of equal queries is a condition that is never decided for a type parameter
  return useQueries({
    queries: questions.map((variables): UseQueryOptions<Result, Failure> => ({
      ...ASKING,
      queryKey: ["part", operation.name, variables],
      queryFn: ({ signal }) => ask(operation, variables, signal),
    })),
    combine,
  }) as readonly Part<Result>[];
}

function combine<Result>(found: readonly UseQueryResult<Result, Failure>[]): readonly Part<Result>[] {
  return found.map(({ data, error, refetch }) => ({
    data: data ?? null,
    failure: error,
    refetch: () => void refetch(),
  }));
}
