/** A question's answer as a file: the whole of it, and what the server says of it. */
import { count } from "../format";
import { Failure, headersOf } from "./client";
import { fetchRest, restRequest, type FileFormat, type Question } from "./rest";

export interface Saved {
  readonly name: string;
  readonly file: Blob;
}

interface Download extends Saved {
  readonly rows: number;
  readonly isComplete: boolean;
  readonly requestId: string | null;
}

export async function download(question: Question, format: FileFormat, signal?: AbortSignal): Promise<Download> {
  const response = await fetchRest(restRequest(question, format), signal);
  const { requestId } = headersOf(response.headers);
  return {
    ...(await savedOf(response, `${question.report}.${format}`)),
    rows: Number(response.headers.get("X-Row-Count") ?? 0),
    isComplete: response.headers.get("X-Complete") === "true",
    requestId,
  };
}

/** An answer as a file, named as the server says. */
export async function savedOf(response: Response, otherwise: string): Promise<Saved> {
  const { requestId } = headersOf(response.headers);
  const name = nameIn(response.headers.get("Content-Disposition")) ?? otherwise;
  return { name, file: await wholeBody(response, requestId) };
}

/** A file that breaks off is no file. */
async function wholeBody(response: Response, requestId: string | null): Promise<Blob> {
  try {
    return await response.blob();
  } catch {
    const hint = "Nothing was saved. Try again.";
    throw new Failure("INTERRUPTED", "The file broke off on its way.", hint, { requestId });
  }
}

function nameIn(disposition: string | null): string | null {
  return /filename="([^"]+)"/.exec(disposition ?? "")?.[1] ?? null;
}

/** "132 of 132 rows, complete": `all` is how many rows the list has, null where it is no list. */
export function downloadSaid({ rows, isComplete }: Download, all: number | null): string {
  const told = all === null ? count(rows) : `${count(rows)} of ${count(all)}`;
  return `${told} ${all === null && rows === 1 ? "row" : "rows"}, ${isComplete ? "complete" : "not complete"}`;
}
