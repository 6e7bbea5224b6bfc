/** What the server says of itself, in words and signs. Pure. */
import type {
  Answers,
  Diagnostics,
  DruidHealth,
  Gap,
  Health,
  Loader,
  Memory,
  Proof,
  SlowQuestion,
  Verification,
} from "../../api/diagnostics";
import type { Problem } from "../../api/client";
import { instant, NONE } from "../../format";
import { rejectionReason } from "../../words";

export type Tone = "good" | "bad" | "idle" | "unknown";

export interface Light {
  readonly label: string;
  readonly tone: Tone;
  /** The state in a word, so that colour is never alone. */
  readonly state: string;
  readonly detail: string;
}

const TONES: Readonly<Record<string, Tone>> = {
  ready: "good",
  ok: "good",
  alive: "good",
  degraded: "bad",
  unreachable: "bad",
  no_data: "idle",
  idle: "idle",
  loading: "good",
  undoing: "good",
  not_configured: "idle",
};
const STATES: Readonly<Record<string, string>> = {
  ready: "ready",
  ok: "well",
  degraded: "degraded",
  unreachable: "unreachable",
  no_data: "no data yet",
  idle: "idle",
  loading: "at work",
  undoing: "takes a load back",
  not_configured: "not configured",
};

/** `failure` is why the probe itself got no good answer. */
export function lightOf(label: string, state: string | null, failure: Problem | null, detail = ""): Light {
  if (failure !== null) return { label, tone: "bad", state: "not well", detail: failure.message };
  if (state === null) return { label, tone: "unknown", state: "asking", detail: "" };
  return { label, tone: TONES[state] ?? "unknown", state: STATES[state] ?? state, detail };
}

/** What is known of one probe: its answer, and why there is none. */
export interface Probed<Told> {
  readonly data: Told | undefined;
  readonly error: Problem | null;
}

export function lightsOf(api: Probed<Health>, druid: Probed<DruidHealth>, told: Probed<Diagnostics>): readonly Light[] {
  const engine = blockOf(told, "engine");
  const proof = blockOf(told, "proof");
  const loader = blockOf(told, "loader");
  const zone = told.data?.versions.data?.timezone ?? "UTC";
  return [
    apiLight(api),
    lightOf("Druid", druid.data?.state ?? null, druid.error, clusterWords(druid.data)),
    lightOf("Engine", engine.data?.state ?? null, engine.error),
    lightOf("Rollups", provedState(proof.data), proof.error),
    lightOf("Loader", loaderState(loader.data), loader.error, loaderWords(loader.data, zone)),
  ];
}

const apiLight = ({ data, error }: Probed<Health>): Light =>
  lightOf("API", data?.status ?? null, error, data?.reason ?? "");

/** A block as told now; while the server is away, why. */
function blockOf<Name extends "engine" | "proof" | "loader">(
  { data, error }: Probed<Diagnostics>,
  name: Name,
): { readonly data: Diagnostics[Name]["data"]; readonly error: Problem | null } {
  const block = data?.[name] ?? { data: null, error: null };
  return { data: block.data, error: error ?? block.error };
}

function provedState(proof: Proof | null | undefined): string | null {
  if (!proof) return null;
  return proof.withdrawnCount > 0 ? "degraded" : "ok";
}

function loaderState(loader: Loader | null | undefined): string | null {
  if (!loader) return null;
  if (loader.running === null) return loader.holder === null ? "idle" : "loading";
  return loader.running.kind === "undo" ? "undoing" : "loading";
}

function loaderWords(loader: Loader | null | undefined, zone: string): string {
  if (!loader) return "";
  if (loader.running === null) return loader.holder === null ? "No file is being loaded." : byCommand(loader.holder);
  return `${loader.running.file}, since ${instant(loader.running.startedAt, zone)}`;
}

const byCommand = (holder: string): string => `By the command line: ${holder}.`;

function clusterWords(druid: DruidHealth | undefined): string {
  if (druid?.state === "not_configured") return "Answers come from this process.";
  return typeof druid?.latencyMs === "number" ? `Answers in ${druid.latencyMs} ms.` : "";
}

export const holeWords = ({ start, end }: { readonly start: string; readonly end: string }): string =>
  start === end ? start : `${start} to ${end}`;

const counted = new Intl.NumberFormat("en", { maximumFractionDigits: 4 });

export function gapWords({ table, month, day, measure, expected, found }: Gap): string {
  if (day === null || measure === null) return `${table} ${month}: its file is damaged`;
  const [lines, rollup] = [expected, found].map((value) => (value === null ? NONE : counted.format(value)));
  return `${table}, ${day}, ${measure}: ${rollup ?? ""}, the sale lines say ${lines ?? ""}`;
}

export function verdictOf(last: Verification): { readonly isGood: boolean; readonly words: string } {
  const { isEqual, files, differences, damaged } = last;
  if (isEqual) return { isGood: true, words: `Equal: ${counted.format(files)} files read, every rollup adds up` };
  const told = [
    ...(differences > 0 ? [`${counted.format(differences)} days and measures differ`] : []),
    ...(damaged.length > 0 ? [`${damaged.length} files damaged`] : []),
  ];
  return { isGood: false, words: told.join(", ") || "Not equal" };
}

/** A table that answers as well, only with more rows, is no reason. */
const NO_REASON = "MORE_ROWS";

/** Each reason once: "it does not keep customer (sales_hourly, sales_daily_product)". */
export function whyWords({ rejected }: SlowQuestion): readonly string[] {
  const reasons = new Map<string, Set<string>>();
  for (const { table, reason, field } of rejected.filter((one) => one.reason !== NO_REASON)) {
    const words = rejectionReason(reason, field);
    reasons.set(words, (reasons.get(words) ?? new Set()).add(table));
  }
  return [...reasons].map(([words, tables]) => `${words} (${[...tables].join(", ")})`);
}

export function memoryWords({ reused, standIn, computed, memberLists }: Memory): readonly string[] {
  const works = computed.map(({ work, state }) => `${/^[^,]*/.exec(work)?.[0] ?? work} ${state.toLowerCase()}`);
  const counts = [...new Set(works)].map((work) => [work, works.filter((one) => one === work).length] as const);
  return [
    reused ? "Answers are given again for equal questions." : "No answer is given twice: every question is computed.",
    standIn === null
      ? "No answer stands in for another: the data are in this process."
      : `${counted.format(standIn.entries)} last answers (${size(standIn.bytes)}) may stand in while the cluster is away, ` +
        `for ${ageOf(standIn.keptSeconds * 1000)}; ${counted.format(standIn.hits)} did` +
        (standIn.oldestMs === null ? "." : `; the oldest is ${ageOf(standIn.oldestMs)} old.`),
    works.length === 0
      ? "Nothing was computed in the background for this data version."
      : `Computed once a data version: ${counts.map(([work, times]) => (times === 1 ? work : `${work}, ${times} times`)).join("; ")}.`,
    `${memberLists} lists of members in memory.`,
  ];
}

/** Whole answers that are kept, and how often one was enough. */
export function answerFacts(answers: Answers): readonly (readonly [string, string])[] {
  const { entries, bytes, mostBytes, oldestMs, hits, revalidated, shared, misses, bypassed, warmed } = answers;
  const number = (value: number) => counted.format(value);
  if (mostBytes === 0) return [["Whole answers", "none is kept"]];
  const age = oldestMs === null ? "" : `; the oldest is ${ageOf(oldestMs)} old`;
  const { evicted, expired, superseded } = answers;
  return [
    ["Whole answers", `${number(entries)}, ${size(bytes)} of ${size(mostBytes)}${age}`],
    ["Given again", `${number(hits)} from them, ${number(shared)} with an equal question at work`],
    ["Not sent again", `${number(revalidated)}: who asked had the answer already`],
    ["Computed", `${number(misses)}, and ${number(bypassed)} while answers may not be kept`],
    ["Given up", `${number(evicted)} for room, ${number(expired)} for age, ${number(superseded)} for newer data`],
    ["Asked ahead", `${number(warmed)}, before anybody did`],
  ];
}

const size = (bytes: number): string =>
  bytes < 1_000_000 ? `${counted.format(Math.ceil(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;

/** "3 min", "2 h": how long ago, roughly. */
export function ageOf(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return `${Math.max(0, Math.round(ms / 1000))} s`;
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} days`;
}
