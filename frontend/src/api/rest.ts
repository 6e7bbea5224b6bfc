/** A tile's question as REST asks it: the address, and for `explore` the body. Pure. */
import { fetchAsReader } from "./access";
import { headersOf, statusFailure, unreachable, Failure } from "./client";

/** A report by its GraphQL field, and its arguments as GraphQL names them. */
export interface Question {
  readonly report: string;
  readonly args: Readonly<Record<string, unknown>>;
}

export type FileFormat = "csv" | "xlsx" | "parquet";
export type Format = FileFormat | "json";

export interface RestRequest {
  readonly url: string;
  readonly method: "GET" | "POST" | "DELETE";
  readonly body: Readonly<Record<string, unknown>> | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A file holds every row: the page of the list on screen is left out. */
const PAGE = ["limit", "after"];

export function restRequest({ report, args }: Question, format: Format = "json"): RestRequest {
  const path = `/api/kpis/${kebab(report)}`;
  const asked = Object.entries(args).filter(([name, value]) => isAsked(name, value, format));
  if (report === "explore") {
    const url = format === "json" ? path : `${path}?format=${format}`;
    return { url, method: "POST", body: Object.fromEntries(asked.flatMap(bodyPart)) };
  }
  const query = new URLSearchParams(asked.flatMap(([name, value]) => pairs(name, value)));
  if (format !== "json") query.append("format", format);
  const search = query.toString();
  return { url: search ? `${path}?${search}` : path, method: "GET", body: null };
}

export function restUrl(question: Question, format: Format = "json"): string {
  return restRequest(question, format).url;
}

/** The answer of a REST question, or a `Failure` in the API's own words. */
export async function fetchRest({ url, method, body, headers }: RestRequest, signal?: AbortSignal): Promise<Response> {
  let response: Response;
  try {
    response = await fetchAsReader(url, {
      method,
      headers: { ...(body && { "Content-Type": "application/json" }), ...headers },
      ...(body && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw unreachable();
  }
  if (!response.ok) throw await refusal(response);
  return response;
}

async function refusal(response: Response): Promise<Failure> {
  const told = headersOf(response.headers);
  const said = (await response.json().catch(() => null)) as {
    error?: { code: string; message: string; hint?: string };
  } | null;
  const error = said?.error;
  if (!error) return statusFailure(response.status, told);
  return new Failure(error.code, error.message, error.hint ?? null, { ...told, status: response.status });
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function isAsked(name: string, value: unknown, format: Format): boolean {
  if (value === null || value === undefined) return false;
  return format === "json" || !PAGE.includes(name);
}

type Pair = [string, string];

function pairs(name: string, value: unknown): Pair[] {
  if (name === "dateRange") return Object.entries(value as Record<string, string>);
  if (name === "filters")
    return Object.entries(value as Filters).flatMap(([dimension, one]) => filterPairs(dimension, one));
  if (name === "compare") return compared(value as readonly Compared[]).map((text): Pair => ["compare", text]);
  if (Array.isArray(value)) return value.map((one): Pair => [name, String(one)]);
  return [[name, String(value)]];
}

interface Filter {
  readonly in?: readonly string[] | null;
  readonly notIn?: readonly string[] | null;
  readonly contains?: string | null;
}
type Filters = Readonly<Record<string, Filter | null | undefined>>;

function filterPairs(dimension: string, filter: Filter | null | undefined): Pair[] {
  return [
    ...(filter?.in ?? []).map((member): Pair => [dimension, member]),
    ...(filter?.notIn ?? []).map((member): Pair => [`${dimension}!`, member]),
    ...(filter?.contains ? [[`${dimension}~`, filter.contains] satisfies Pair] : []),
  ];
}

interface Compared {
  readonly kind: string;
  readonly startDate?: string | null;
  readonly endDate?: string | null;
}

function compared(all: readonly Compared[]): string[] {
  if (all.length === 0) return ["NONE"];
  return all.map(({ kind, startDate, endDate }) => (startDate && endDate ? `${startDate}/${endDate}` : kind));
}

function bodyPart([name, value]: [string, unknown]): [string, unknown][] {
  return name === "dateRange" ? Object.entries(value as Record<string, unknown>) : [[name, value]];
}
