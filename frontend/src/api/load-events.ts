/** The progress of a load as it happens: server-sent events, read from a stream that is taken up again when it breaks. */
import { fetchRest } from "./rest";
import type { Load, Progress } from "./load-types";

const AGAIN_MS = 1000;

interface Watching {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

interface Event {
  readonly id: string | null;
  readonly name: string;
  readonly data: string;
}

/** Resolves with the load when it has ended; a lost connection is taken up where it broke. */
export async function watchLoad(id: string, { signal, onProgress }: Watching): Promise<Load | null> {
  let seen = "";
  while (!signal.aborted) {
    try {
      for await (const event of eventsOf(id, seen, signal)) {
        if (event.name === "end") return JSON.parse(event.data) as Load;
        seen = event.id ?? seen;
        onProgress(JSON.parse(event.data) as Progress);
      }
    } catch (error) {
      if (!isPassing(error)) throw error;
    }
    await new Promise((later) => setTimeout(later, AGAIN_MS));
  }
  return null;
}

async function* eventsOf(id: string, seen: string, signal: AbortSignal): AsyncGenerator<Event> {
  const url = `/api/data/loads/${id}/events`;
  const response = await fetchRest({ url, method: "GET", body: null, headers: { "Last-Event-ID": seen } }, signal);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = "";
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    waiting += part.value;
    const blocks = waiting.split("\n\n");
    waiting = blocks.pop() ?? "";
    yield* blocks.map(eventOf).filter((event) => event !== null);
  }
}

/** One event of a stream; null for comments and times. */
export function eventOf(block: string): Event | null {
  const fields = new Map(block.split("\n").map((line) => [line.split(": ", 1)[0] ?? "", line.replace(/^[^:]*: /, "")]));
  const [name, data] = [fields.get("event"), fields.get("data")];
  return name === undefined || data === undefined ? null : { id: fields.get("id") ?? null, name, data };
}

const isPassing = (error: unknown): boolean => !(error instanceof Error && "status" in error && error.status === 404);
