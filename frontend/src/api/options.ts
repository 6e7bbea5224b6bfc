/** Members of a dimension as the server finds them: by part of a name, fifty at most, with their counts. */
import { keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { ASKING } from "./page-query";
import type { Failure } from "./client";
import { fetchRest } from "./rest";
import { useShell } from "./shell";

export interface Option {
  readonly value: string;
  readonly count: number;
}

export interface Options {
  readonly found: readonly Option[];
  readonly total: number;
  /** False where no file names any member: there is nothing to ask for. */
  readonly isLoaded: boolean;
}

const MOST = 50;
const NOBODY: Options = { found: [], total: 0, isLoaded: false };

interface Answered {
  readonly data: readonly { readonly value: string | null; readonly count: number }[];
  readonly metadata: { readonly page: { readonly totalCount: number } | null };
}

export function useOptions(dimension: string, search: string, limit = MOST): UseQueryResult<Options, Failure> {
  const isLoaded = useShell()?.dimensions.get(dimension)?.loaded !== false;
  return useQuery<Options, Failure>({
    ...ASKING,
    queryKey: ["options", dimension, search, limit, isLoaded],
    queryFn: ({ signal }) => (isLoaded ? askOptions({ dimension, search, limit }, signal) : NOBODY),
    placeholderData: keepPreviousData,
  });
}

interface Wanted {
  readonly dimension: string;
  readonly search: string;
  readonly limit: number;
}

async function askOptions({ dimension, search, limit }: Wanted, signal: AbortSignal): Promise<Options> {
  const query = new URLSearchParams({ limit: String(limit), ...(search !== "" && { search }) });
  const url = `/api/filter-options/${dimension}?${query.toString()}`;
  const response = await fetchRest({ url, method: "GET", body: null }, signal);
  const { data, metadata } = (await response.json()) as Answered;
  // lines without a member are not members that can be named in an address
  const found = data.flatMap(({ value, count }) => (value === null ? [] : [{ value, count }]));
  return { found, total: metadata.page?.totalCount ?? found.length, isLoaded: true };
}
