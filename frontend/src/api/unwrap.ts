/** An envelope as one value: data, or why there is none, and always where it came from. */
import type { Problem } from "./client";
import type { ProvenanceFragment } from "./gen/operations";

export type Meta = ProvenanceFragment;

export interface Answer<Data> {
  readonly data: Data | null;
  readonly error: Problem | null;
  readonly meta: Meta;
}

export interface Envelope<Data> {
  readonly data: Data | null;
  readonly error: Problem | null;
  readonly metadata: Meta;
}

const unwrapped = new WeakMap<object, unknown>();

/** The same answer for the same envelope, so that a tile whose envelope did not change is not drawn anew. */
export function unwrap<Data>(envelope: Envelope<Data>): Answer<Data> {
  const known = unwrapped.get(envelope) as Answer<Data> | undefined;
  if (known !== undefined) return known;
  const { data, error, metadata } = envelope;
  const answer = { data: error === null ? data : null, error, meta: metadata };
  unwrapped.set(envelope, answer);
  return answer;
}
