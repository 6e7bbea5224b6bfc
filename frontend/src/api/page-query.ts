/** A page is one question: every panel reads its part of the one answer, so all numbers share a data version. */
import { keepPreviousData, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { ask, type Failure } from "./client";
import type { Operation } from "./operation";
import { keepShell, needsShell } from "./shell";
import { unwrap, type Answer, type Envelope } from "./unwrap";

const LONGEST_WAIT_MS = 30_000;

export interface PageQuery<Result> {
  readonly data: Result | null;
  readonly failure: Failure | null;
  /** The data belong to the question before; the new answer is on its way. */
  readonly isOld: boolean;
  /** The same question is being asked again, of a newer data version. */
  readonly isRevalidating: boolean;
  readonly refetch: () => void;
}

/** What a tile knows of its question: the answer so far, and why there is none. */
export interface Asked<Data> {
  readonly answer: Answer<Data> | null;
  readonly failure: Failure | null;
  readonly isOld: boolean;
  readonly isRevalidating: boolean;
  readonly refetch: () => void;
}

interface Shelled {
  readonly shell: boolean;
}

/** One operation of one page; the shell's fields are asked along when they are not known for this data version. */
export function usePageQuery<Result extends object, Variables extends Shelled & Record<string, unknown>>(
  operation: Operation<Result, Variables>,
  variables: Omit<Variables, "shell">,
): PageQuery<Result> {
  const answers = useQueryClient();
  const query = useQuery<Result, Failure>({
    ...pageQuestion(answers, operation, variables),
    placeholderData: keepPreviousData,
  });
  return {
    data: query.data ?? null,
    failure: query.error,
    isOld: query.isPlaceholderData,
    isRevalidating: query.isFetching && !query.isPending && !query.isPlaceholderData,
    refetch: () => void query.refetch(),
  };
}

/** Asks before the page is drawn, which then finds the answer, or the question on its way. */
export async function askAhead<Result extends object, Variables extends Shelled & Record<string, unknown>>(
  answers: QueryClient,
  operation: Operation<Result, Variables>,
  variables: Omit<Variables, "shell">,
): Promise<void> {
  await answers.query<Result, Failure>(pageQuestion(answers, operation, variables));
}

function pageQuestion<Result extends object, Variables extends Shelled & Record<string, unknown>>(
  answers: QueryClient,
  operation: Operation<Result, Variables>,
  variables: Omit<Variables, "shell">,
) {
  return {
    queryKey: [operation.name, variables],
    queryFn: ({ signal }: { readonly signal: AbortSignal }) => askPage({ answers, operation, variables, signal }),
    ...ASKING,
  };
}

/** How every question is asked: kept until a new data version, tried twice when the way is the trouble. */
export const ASKING = {
  staleTime: Infinity,
  gcTime: 600_000,
  refetchOnWindowFocus: false,
  refetchOnReconnect: false,
  networkMode: "always",
  retry: (count: number, failure: Failure) => count < 1 && failure.isPassing,
  retryDelay: (_: number, failure: Failure) => Math.min((failure.retryAfter ?? 1) * 1000, LONGEST_WAIT_MS),
} as const;

interface Asking<Result, Variables> {
  readonly answers: QueryClient;
  readonly operation: Operation<Result, Variables>;
  readonly variables: Omit<Variables, "shell">;
  readonly signal: AbortSignal;
}

async function askPage<Result extends object, Variables extends Shelled & Record<string, unknown>>({
  answers,
  operation,
  variables,
  signal,
}: Asking<Result, Variables>): Promise<Result> {
  const all = { ...variables, shell: needsShell(answers) } as unknown as Variables;
  const result = await ask(operation, all, signal);
  keepShell(answers, result);
  return result;
}

/** What one tile of the page is asked: the envelope that `pick` takes from the page's answer. */
export function tileOf<Result, Data>(
  page: PageQuery<Result>,
  pick: (result: Result) => Envelope<Data> | null | undefined,
): Asked<Data> {
  const envelope = page.data === null ? null : pick(page.data);
  return {
    answer: envelope ? unwrap(envelope) : null,
    failure: page.failure,
    isOld: page.isOld,
    isRevalidating: page.isRevalidating,
    refetch: page.refetch,
  };
}
