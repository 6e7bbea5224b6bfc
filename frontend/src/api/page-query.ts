/** A page is one question: every panel reads its part of the one answer, so all numbers share a data version. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ask, Failure } from "./client";
import { OverviewPageDocument, type OverviewPageQuery, type Period } from "./gen/operations";

export function useOverview(period: Period) {
  return useQuery<OverviewPageQuery, Failure>({
    queryKey: ["OverviewPage", { period }],
    queryFn: ({ signal }) => ask(OverviewPageDocument, { period }, signal),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    gcTime: 600_000,
    refetchOnWindowFocus: false,
    retry: (count, failure) => count < 1 && failure.isPassing,
  });
}
