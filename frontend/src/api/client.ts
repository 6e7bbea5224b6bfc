/** The one way to the API: an operation and its variables in, its answer out, or a `Failure` in plain words. */
import { ClientError, GraphQLClient } from "graphql-request";
import type { TypedDocumentString } from "./gen/operations";

export class Failure extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly hint: string | null = null,
    readonly requestId: string | null = null,
  ) {
    super(message);
  }

  /** Whether asking again may help: the way there failed, or the server is busy. */
  get isPassing(): boolean {
    return ["UNREACHABLE", "UNAVAILABLE", "OVERLOADED", "SHUTTING_DOWN", "ENGINE_UNAVAILABLE"].includes(this.code);
  }
}

const client = new GraphQLClient(new URL("/graphql", window.location.origin).href);

export async function ask<Result, Variables extends Record<string, unknown>>(
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
  signal: AbortSignal,
): Promise<Result> {
  try {
    return await client.request<Result>({ document: document.toString(), variables, signal });
  } catch (error) {
    if (signal.aborted) throw error;
    throw failureOf(error);
  }
}

function failureOf(error: unknown): Failure {
  if (!(error instanceof ClientError)) {
    return new Failure("UNREACHABLE", "The server cannot be reached.", "Check the connection, then try again.");
  }
  const { status, errors } = error.response;
  const first = errors?.[0];
  if (first) {
    const { code, hint, requestId } = first.extensions as Record<string, unknown>;
    return new Failure(textOr(code, "GRAPHQL"), first.message, textOr(hint, null), textOr(requestId, null));
  }
  const isAway = status >= 502 && status <= 504;
  return new Failure(isAway ? "UNREACHABLE" : "HTTP", `The server answered with status ${status}.`);
}

function textOr<Other>(value: unknown, other: Other): string | Other {
  return typeof value === "string" ? value : other;
}
