/** An envelope as one value: data, or why there is none, and always where it came from. */
import type { ProvenanceFragment } from "./gen/operations";

export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
}

export interface Answer<Data> {
  readonly data: Data | null;
  readonly error: Problem | null;
  readonly meta: ProvenanceFragment;
}

interface Envelope<Data> {
  readonly data: Data | null;
  readonly error: Problem | null;
  readonly metadata: ProvenanceFragment;
}

export function unwrap<Data>({ data, error, metadata }: Envelope<Data>): Answer<Data> {
  return { data: error === null ? data : null, error, meta: metadata };
}
