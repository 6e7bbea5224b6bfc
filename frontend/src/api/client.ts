/** The one way to the API: an operation and its variables in, its answer out, or a `Failure` in plain words. */
import { ClientError, GraphQLClient } from "graphql-request";
import { fetchAsReader } from "./access";
import type { Operation } from "./operation";

export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
}

/** Codes that a refusal carries when the server is there but cannot answer now. */
const PASSING = ["UNREACHABLE", "UNAVAILABLE", "OVERLOADED", "SHUTTING_DOWN", "ENGINE_UNAVAILABLE", "RATE_LIMITED"];
const BUSY = [429, 503];
const AWAY = [502, 504];

interface Circumstances {
  readonly requestId?: string | null;
  readonly status?: number | null;
  /** Seconds that the server asks to wait. */
  readonly retryAfter?: number | null;
}

export class Failure extends Error implements Problem {
  readonly requestId: string | null;
  readonly status: number | null;
  readonly retryAfter: number | null;

  constructor(
    readonly code: string,
    message: string,
    readonly hint: string | null = null,
    { requestId = null, status = null, retryAfter = null }: Circumstances = {},
  ) {
    super(message);
    this.requestId = requestId;
    this.status = status;
    this.retryAfter = retryAfter;
  }

  /** Whether asking again may help: the way there failed, or the server is busy. */
  get isPassing(): boolean {
    return PASSING.includes(this.code) || BUSY.includes(this.status ?? 0);
  }
}

export const unreachable = (): Failure =>
  new Failure("UNREACHABLE", "The server cannot be reached.", "Check the connection, then try again.");

/** Asks by hash. A server of another build may not know it, and is told the text from then on. */
export async function ask<Result, Variables extends Record<string, unknown>>(
  operation: Operation<Result, Variables>,
  variables: Variables,
  signal: AbortSignal,
): Promise<Result> {
  const { hash } = operation;
  const asking = { operation, variables, signal };
  try {
    return await send<Result>(asking, toldTexts.get(hash));
  } catch (failure) {
    if (!(failure instanceof Failure) || failure.code !== "PERSISTED_QUERY_NOT_FOUND") throw failure;
    const query = await textOf(hash);
    if (query === undefined) throw failure;
    toldTexts.set(hash, query);
    return send<Result>(asking, query);
  }
}

/** Texts of operations that the server did not know, by hash. */
const toldTexts = new Map<string, string>();

/** A newer deployment may no longer have this build's texts: they are fetched while it is there. */
export async function keepTexts(): Promise<void> {
  await import("./gen/texts").catch(() => undefined);
}

async function textOf(hash: string): Promise<string | undefined> {
  const kept = await import("./gen/texts").catch(() => undefined);
  return kept?.TEXTS[hash];
}

interface Asking {
  readonly operation: Operation<unknown, never>;
  readonly variables: Record<string, unknown>;
  readonly signal: AbortSignal;
}

async function send<Result>(asking: Asking, query: string | undefined): Promise<Result> {
  const { operation, variables, signal } = asking;
  const { name: operationName, hash } = operation;
  const extensions = { persistedQuery: { version: 1, sha256Hash: hash } };
  const body = JSON.stringify({ query, operationName, variables, extensions });
  const client = new GraphQLClient(new URL("/graphql", window.location.origin).href, {
    fetch: fetchAsReader,
    // the library always sends a text, which the server has already
    requestMiddleware: (request) => ({ ...request, body }),
  });
  try {
    return await client.request<Result>({ document: `query ${operationName} { __typename }`, variables, signal });
  } catch (error) {
    if (signal.aborted) throw error;
    throw failureOf(error);
  }
}

function failureOf(error: unknown): Failure {
  if (!(error instanceof ClientError)) return unreachable();
  const { status, errors, headers } = error.response;
  const told = headersOf(headers);
  const first = errors?.[0];
  if (first === undefined) return statusFailure(status, told);
  const { code, hint, requestId } = { ...first.extensions } as Record<string, unknown>;
  const id = textOr(requestId, told.requestId);
  return new Failure(textOr(code, "GRAPHQL"), first.message, textOr(hint, null), { ...told, requestId: id, status });
}

/** What a status alone says, when the body says nothing. */
export function statusFailure(status: number, told: Omit<Circumstances, "status">): Failure {
  const isAway = AWAY.includes(status) || status === 503;
  const message = isAway ? "The server cannot be reached." : `The server answered with status ${status}.`;
  return new Failure(isAway ? "UNREACHABLE" : "HTTP", message, "Try again in a moment.", { ...told, status });
}

interface Told {
  readonly requestId: string | null;
  readonly retryAfter: number | null;
}

export function headersOf(headers: unknown): Told {
  if (!(headers instanceof Headers)) return { requestId: null, retryAfter: null };
  const seconds = Number.parseInt(headers.get("Retry-After") ?? "", 10);
  return { requestId: headers.get("X-Request-ID"), retryAfter: Number.isNaN(seconds) ? null : seconds };
}

function textOr<Other>(value: unknown, other: Other): string | Other {
  return typeof value === "string" ? value : other;
}
