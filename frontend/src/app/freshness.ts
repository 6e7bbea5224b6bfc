/** How fresh the data on screen are, as one state. Pure. */
import type { DataVersion } from "../api/shell";
import type { Watched } from "../api/version";
import { dateFormat } from "../intl";

export type Freshness = "checking" | "current" | "new" | "stale" | "unproven" | "offline" | "empty";

/** The state of the data on screen; `isOldAnswer` when an earlier answer stands in for an engine that is away. */
export function freshness(
  { shown, waiting, isEmpty, awaySince, answeredAt }: Watched,
  isOldAnswer: boolean,
): Freshness {
  if (awaySince !== null) return "offline";
  if (waiting !== null) return "new";
  if (shown === null) return isEmpty ? "empty" : "checking";
  return ofVersion(shown, isOldAnswer, answeredAt);
}

function ofVersion(version: DataVersion, isOldAnswer: boolean, now: number | null): Freshness {
  if (version.asOf === null) return "empty";
  if (isUnproven(version)) return "unproven";
  return isOldAnswer || isStale(version, now) ? "stale" : "current";
}

/** Whether the newest sale is older than this installation expects; 0 hours expect nothing. */
function isStale({ asOf, staleAfterHours }: DataVersion, now: number | null): boolean {
  if (asOf === null || now === null || staleAfterHours === 0) return false;
  return now - Date.parse(asOf) > staleAfterHours * 3_600_000;
}

/** A load compares what it made with the sale lines; a verification compares everything. Either may have failed. */
function isUnproven({ version, withdrawnCount, proof }: DataVersion): boolean {
  return withdrawnCount > 0 || (proof?.version === version && !proof.isEqual);
}

/** The last verification in words; of another version it says nothing of this one. */
export function proofInWords({ version, proof }: DataVersion): string {
  if (proof === null) return "none yet; each load compares what it makes";
  const found = proof.isEqual ? "equal" : "differences found";
  const which = proof.version === version ? "" : ", of an earlier version";
  return `${found}, ${momentInWords(proof.at)} UTC${which}`;
}

export function stateInWords(state: Freshness, version: DataVersion | null): string {
  if (state === "stale" && version !== null)
    return `The newest sale is more than ${version.staleAfterHours} hours old, or an earlier answer stands in.`;
  return WORDS[state];
}

const WORDS: Readonly<Record<Freshness, string>> = {
  checking: "Asking for the state of the data",
  current: "These are the newest data.",
  new: "Newer data were loaded.",
  stale: "These are not the newest data.",
  unproven: "The data did not agree with themselves everywhere when they were last compared.",
  offline: "The server does not answer.",
  empty: "Nothing was loaded yet.",
};

/** `Tue 31 Dec 2024, 17:53` of an instant that carries the business's own offset. */
export function momentInWords(instant: string): string {
  const at = new Date(`${instant.slice(0, 16)}Z`);
  const format = dateFormat("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: "UTC",
  });
  return format
    .format(at)
    .replace(/^(\w+), /, "$1 ")
    .replace("Sept", "Sep");
}

/** The short name of a zone as people there write it, its offset where there is none. */
export function zoneName(timeZone: string, at: Date): string {
  const parts = dateFormat("en-KE", { timeZone, timeZoneName: "short" }).formatToParts(at);
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? timeZone;
}

/** Whether two zones show another time of day at a moment. */
export function areDifferent(one: string, other: string, at: Date): boolean {
  const clock = (timeZone: string) =>
    dateFormat("en-GB", { timeZone, dateStyle: "short", timeStyle: "short" }).format(at);
  return clock(one) !== clock(other);
}
