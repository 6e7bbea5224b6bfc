/** Files on their way in: how a file is sent, checked, loaded, stopped and taken back. */
import { accessNow, bearer, fetchAsReader, heed } from "./access";
import { unreachable, Failure, type Problem } from "./client";
import type { Checked, Findings, Load, Loads, Mapped, Mode, Refused } from "./load-types";
import { savedOf, type Saved } from "./download";
import { fetchRest } from "./rest";

const LOADS = "/api/data/loads";

export const quarantineUrl = (id: string): string => `${LOADS}/${id}/quarantine`;

/** The lines that were set aside, as a file; a browser's own download would come without the reader's key. */
export async function fetchQuarantine(id: string): Promise<Saved> {
  const response = await fetchRest({ url: quarantineUrl(id), method: "GET", body: null });
  return savedOf(response, `${id}.csv`);
}

export async function fetchLoads(signal: AbortSignal): Promise<Loads> {
  return dataOf<Loads>(await fetchRest({ url: LOADS, method: "GET", body: null }, signal));
}

export async function fetchLoad(id: string, signal: AbortSignal): Promise<Load> {
  return dataOf<Load>(await fetchRest({ url: `${LOADS}/${id}`, method: "GET", body: null }, signal));
}

export interface LoadWish {
  readonly upload: string;
  readonly mapping: string | null;
  readonly mode: Mode;
}

interface Start extends LoadWish {
  /** Days that the file is complete for, 2024-01-01..2024-01-31; null for those of its lines. */
  readonly covers: string | null;
}

export async function startLoad(wish: Start): Promise<Load> {
  return dataOf<Load>(await fetchRest({ url: LOADS, method: "POST", body: { ...wish } }));
}

export async function undoLoad(loadId: string): Promise<Load> {
  return dataOf<Load>(await fetchRest({ url: "/api/data/undo", method: "POST", body: { loadId } }));
}

export async function cancelLoad(id: string): Promise<Load> {
  return dataOf<Load>(await fetchRest({ url: `${LOADS}/${id}`, method: "DELETE", body: null }));
}

interface Sending {
  readonly mode: Mode;
  readonly signal: AbortSignal;
  /** Share of the file that has left the browser. */
  readonly onSent: (share: number) => void;
}

/** Sends a file to be checked. Only this old way of asking tells how much has been sent. */
export function checkFile(file: File, { mode, signal, onSent }: Sending): Promise<Checked> {
  const query = new URLSearchParams({ name: file.name, mode });
  return new Promise((resolve, reject: (failure: Error) => void) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/data/check?${query.toString()}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    const { key } = accessNow();
    if (key !== null) request.setRequestHeader("Authorization", bearer(key));
    request.upload.onprogress = ({ loaded, total }) => {
      onSent(total === 0 ? 1 : loaded / total);
    };
    request.onload = () => {
      heed(request.status, key);
      try {
        resolve(checkedOf(request.responseText, request.status));
      } catch (error) {
        reject(error instanceof Error ? error : unreachable());
      }
    };
    request.onerror = () => {
      reject(unreachable());
    };
    request.onabort = () => {
      reject(new DOMException("stopped", "AbortError"));
    };
    signal.addEventListener("abort", () => {
      request.abort();
    });
    request.send(file);
  });
}

/** Looks again at a file that was sent, with another mapping or mode. */
export async function checkAgain(wish: LoadWish, signal: AbortSignal): Promise<Checked> {
  let response: Response;
  try {
    const headers = { "Content-Type": "application/json" };
    response = await fetchAsReader("/api/data/check", { method: "POST", headers, body: JSON.stringify(wish), signal });
  } catch (error) {
    if (signal.aborted) throw error;
    throw unreachable();
  }
  return checkedOf(await response.text(), response.status);
}

interface Said {
  readonly data: (Mapped & { readonly outcome: Checked["outcome"] }) | null;
  readonly error: Problem | null;
  readonly metadata: { readonly requestId: string };
}

/** A refusal of the file is a finding; any other refusal is a failure. */
function checkedOf(text: string, status: number): Checked {
  const { data, error, metadata } = enveloped(text, status);
  if (data?.outcome === "refused" && error !== null) return { ...(data as Refused), problem: error };
  if (data !== null && error === null) return data as Findings;
  const { code, message, hint } = error ?? { code: "HTTP", message: "The answer cannot be read.", hint: null };
  throw new Failure(code, message, hint, { status, requestId: metadata.requestId });
}

function enveloped(text: string, status: number): Said {
  try {
    return JSON.parse(text) as Said;
  } catch {
    throw new Failure("HTTP", `The server answered with status ${status}.`, "Try again in a moment.", { status });
  }
}

async function dataOf<Data>(response: Response): Promise<Data> {
  return ((await response.json()) as { data: Data }).data;
}
