/** What the server says of itself: its blocks, each of which may have failed, and the two probes of its health. */
import { queryOptions } from "@tanstack/react-query";
import type { Failure, Problem } from "./client";
import { fetchRest } from "./rest";

/** `data` is null when the block failed; `error` says why. */
export interface Block<Data> {
  readonly data: Data | null;
  readonly error: Problem | null;
}

export interface Versions {
  readonly product: string;
  readonly catalog: string;
  readonly engine: string;
  readonly dataVersion: string | null;
  readonly loadedAt: string | null;
  readonly asOf: string | null;
  readonly loads: number;
  readonly timezone: string;
  readonly currency: string;
  readonly weekStart: number;
  readonly fiscalYearStart: number;
  readonly environment: string;
  readonly startedAt: string;
  readonly libraries: Readonly<Record<string, string>>;
}

export interface Engine {
  readonly state: string;
  readonly fallback?: string | null;
  readonly slots?: number;
  readonly slotsInUse?: number;
  readonly queue?: number;
  readonly resident?: readonly string[];
}

export type TableState = "BUILT" | "WITHDRAWN" | "NOT_BUILT" | "EMPTY";

export interface Coverage {
  readonly months: readonly {
    readonly month: string;
    readonly lines: number;
    readonly days: number;
    readonly daysLoaded: number;
    /** The others, by their number in the month. */
    readonly missingDays: readonly number[];
  }[];
  readonly olderMonths: number;
  readonly tables: readonly {
    readonly table: string;
    readonly rows: number;
    readonly states: readonly TableState[];
    readonly rowsByMonth: readonly number[];
    /** Days for which a withdrawn month failed its comparison. */
    readonly differingDays: readonly string[];
  }[];
  readonly holes: readonly { readonly start: string; readonly end: string }[];
  readonly holeCount: number;
  readonly daysLoaded: number;
}

export interface Gap {
  readonly table: string;
  readonly month: string;
  readonly day: string | null;
  readonly measure: string | null;
  readonly expected: number | null;
  readonly found: number | null;
}

export interface Verification {
  readonly at: string;
  readonly tookMs: number;
  readonly version: string;
  readonly isEqual: boolean;
  readonly files: number;
  readonly differences: number;
  readonly mismatches: readonly Gap[];
  readonly damaged: readonly { readonly table: string; readonly month: string }[];
  readonly copy: { readonly isEqual: boolean; readonly gaps: readonly string[] } | null;
}

export interface Proof {
  readonly last: Verification | null;
  readonly isCurrent: boolean;
  readonly withdrawn: readonly Gap[];
  readonly withdrawnCount: number;
}

export interface Loader {
  readonly running: {
    readonly id: string;
    readonly kind: "load" | "undo";
    readonly file: string;
    readonly startedAt: string;
  } | null;
  /** A command that works on the store, in its own words. */
  readonly holder: string | null;
}

/** Whole answers kept as they were sent; counts are of the process since it began. */
export interface Answers {
  readonly entries: number;
  readonly bytes: number;
  /** 0: none is kept. */
  readonly mostBytes: number;
  readonly hits: number;
  readonly revalidated: number;
  readonly shared: number;
  readonly misses: number;
  readonly bypassed: number;
  readonly evicted: number;
  readonly expired: number;
  readonly superseded: number;
  readonly warmed: number;
  readonly oldestMs: number | null;
}

export interface Memory {
  readonly reused: boolean;
  readonly answers: Answers;
  readonly standIn: {
    readonly entries: number;
    readonly bytes: number;
    readonly keptSeconds: number;
    readonly hits: number;
    readonly oldestMs: number | null;
  } | null;
  readonly computed: readonly { readonly version: string; readonly work: string; readonly state: string }[];
  readonly memberLists: number;
}

export interface SlowQuestion {
  readonly at: string;
  readonly report: string;
  readonly tookMs: number;
  readonly requestId: string;
  readonly rows: number;
  readonly tables: readonly string[];
  readonly rejected: readonly { readonly table: string; readonly reason: string; readonly field: string | null }[];
  readonly code: string | null;
  /** Equal for questions that are answered in the same way. */
  readonly planHash: string | null;
  readonly arguments: Readonly<Record<string, unknown>> | null;
}

export interface Slow {
  readonly asked: number;
  readonly questions: readonly SlowQuestion[];
}

export interface Diagnostics {
  readonly versions: Block<Versions>;
  readonly engine: Block<Engine>;
  readonly coverage: Block<Coverage>;
  readonly proof: Block<Proof>;
  readonly loader: Block<Loader>;
  readonly cache: Block<Memory>;
  readonly slow: Block<Slow>;
}

/** `/api/health`: why it is not ready stands in `error`. */
export interface Health {
  readonly status: string;
  readonly reason: string | null;
}

/** `/api/health/druid`: `not_configured` where no cluster is meant to be. */
export interface DruidHealth {
  readonly state: string;
  readonly latencyMs?: number | null;
}

const EVERY_MS = 10_000;
const PATIENCE_MS = 8_000;

/** Asked again every ten seconds while the page is visible. */
function watching<Data>(path: string) {
  return queryOptions<Data, Failure>({
    queryKey: ["watched", path],
    queryFn: async ({ signal }) => {
      const limited = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
      const response = await fetchRest({ url: path, method: "GET", body: null }, limited);
      return ((await response.json()) as { data: Data }).data;
    },
    refetchInterval: EVERY_MS,
    networkMode: "always",
    retry: false,
  });
}

export const diagnostics = watching<Diagnostics>("/api/diagnostics");
export const health = watching<Health>("/api/health");
export const druidHealth = watching<DruidHealth>("/api/health/druid");
