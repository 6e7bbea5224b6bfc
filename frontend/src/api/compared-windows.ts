/** The days that each named comparison means for a period, as the API resolves them; asked when somebody wants to choose. */
import { useQuery } from "@tanstack/react-query";
import type { Failure } from "./client";
import { ASKING } from "./page-query";
import { fetchRest, restRequest } from "./rest";

const REPORT = "salesOverview";
const KINDS = ["PREVIOUS_PERIOD", "PREVIOUS_YEAR", "SAME_WEEKDAYS_LAST_YEAR"] as const;

interface ComparedWindow {
  readonly kind: string;
  readonly start: string;
  readonly end: string;
}

interface Period {
  readonly period: string;
  readonly dateRange: unknown;
  readonly timezone: string | null;
}

interface Resolved {
  readonly metadata: { readonly comparisons: readonly ComparedWindow[] };
}

/** Null until the API has said; what it names no window of has none for this period. */
export function useComparedWindows({ period, dateRange, timezone }: Period): readonly ComparedWindow[] | null {
  const args = { period, dateRange, timezone, compare: KINDS.map((kind) => ({ kind })) };
  const { data } = useQuery<readonly ComparedWindow[], Failure>({
    ...ASKING,
    queryKey: ["compared-windows", period, dateRange, timezone],
    queryFn: async ({ signal }) => {
      const response = await fetchRest(restRequest({ report: REPORT, args }), signal);
      return ((await response.json()) as Resolved).metadata.comparisons;
    },
  });
  return data ?? null;
}
