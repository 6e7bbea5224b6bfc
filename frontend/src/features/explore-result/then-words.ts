/** Which days of a comparison stand beside a bucket of now. Pure; the names of buckets are the API's. */
import { windowOf } from "../../format";
import type { Head } from "./data";

interface Window {
  readonly start: string;
  readonly end: string;
}

/** `Jan 2023` beside January 2024 of a year; the whole window for what is of the whole window. */
export function thenWords(then: Window, { member, bucket }: Pick<Head, "member" | "bucket">, zone: string): string {
  if (member?.of.time === undefined) return windowOf(then.start, then.end, zone);
  return bucket ?? "nothing beside it";
}
