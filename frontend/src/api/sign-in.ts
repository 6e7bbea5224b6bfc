/** Tries a key or token before it is kept. */
import { bearer } from "./access";
import type { Problem } from "./client";

const PATH = "/api/data-version";
const WRONG: Problem = {
  code: "UNAUTHENTICATED",
  message: "That key is not in force.",
  hint: "It may be mistyped, withdrawn or past its time. Ask whoever gave it to you.",
};
const AWAY: Problem = { code: "UNREACHABLE", message: "The server cannot be reached.", hint: "Try again in a moment." };
/** What a header can carry. */
const SENDABLE = /^[\x21-\x7e]+$/;

/** Null when it opens something: what exactly, each part of a page says itself. */
export async function refusalOf(key: string): Promise<Problem | null> {
  if (!SENDABLE.test(key)) return WRONG;
  let response: Response;
  try {
    response = await fetch(PATH, { headers: { Authorization: bearer(key) }, cache: "no-store" });
  } catch {
    return AWAY;
  }
  if (response.status === 401) return WRONG;
  const told = (await response.json().catch(() => null)) as { error?: Problem | null } | null;
  if (told === null) return AWAY;
  return response.status === 429 ? (told.error ?? AWAY) : null;
}
