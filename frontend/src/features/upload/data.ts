/** What the upload says in words: refusals before anything is sent, progress, speed and time left. Pure. */
import type { Load, LoadState, Progress } from "../../api/load-types";
import { count } from "../../format";

const ENDINGS = [".csv", ".tsv", ".txt", ".gz", ".xlsx", ".parquet"];
export const ACCEPTED = ENDINGS.join(",");

interface Named {
  readonly name: string;
  readonly size: number;
}

/** Why a file is not even sent; null when it may be. */
export function refusalOf(files: readonly Named[], maxBytes: number): string | null {
  const [file, ...more] = files;
  if (file === undefined) return "No file was dropped. Drop one file of sales, or choose it.";
  if (more.length > 0) return `${files.length} files were dropped. Load them one after the other.`;
  const ending = /\.[^.]+$/.exec(file.name.toLowerCase())?.[0] ?? "";
  if (!ENDINGS.includes(ending))
    return `${file.name} is not a table of sales. Choose CSV, TSV, Excel (.xlsx) or Parquet; CSV may be gzipped.`;
  if (file.size === 0) return `${file.name} is empty. Export it again.`;
  if (file.size > maxBytes)
    return `${file.name} has ${bytesOf(file.size)}; at most ${bytesOf(maxBytes)} are taken here. Load it with the command line.`;
  return null;
}

/** 33.9 MB */
export function bytesOf(bytes: number): string {
  const units = ["bytes", "kB", "MB", "GB"];
  const power = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), units.length - 1);
  const digits = power === 0 ? 0 : 1;
  return `${(bytes / 1000 ** power).toFixed(digits)} ${units[power] ?? ""}`;
}

export interface Step {
  readonly phase: Progress["phase"];
  readonly title: string;
}

export const PHASES: readonly Step[] = [
  { phase: "reading", title: "Reading and checking lines" },
  { phase: "building", title: "Building and proving tables" },
  { phase: "published", title: "Published" },
];

/** What is done of the phase, and the words beside it. */
export function progressWords(progress: Progress | null): string {
  if (progress === null) return "Starting the loader";
  if (progress.phase === "published") return "Readers see the new version; finishing";
  const parts = progress.phase === "reading" ? readingWords(progress) : [progress.stage ?? "building"];
  const left = progress.secondsLeft;
  const time = left === null || left === undefined || left < 1 ? [] : [`${timeWords(left)} left`];
  return [...parts, ...time].join(" · ");
}

function readingWords({ lines = 0, linesPerSecond }: Progress): string[] {
  const speed = linesPerSecond ? [`${count(Math.round(linesPerSecond))} lines/s`] : [];
  return [`${count(lines)} lines`, ...speed];
}

/** 75 seconds are "1 min 15 s". */
export function timeWords(seconds: number): string {
  const whole = Math.ceil(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** What is said aloud: a sentence for each phase and for each tenth of it, the same text until the next one. */
export function spokenOf(progress: Progress | null): string {
  if (progress === null) return "The load has begun.";
  const title = PHASES.find(({ phase }) => phase === progress.phase)?.title ?? "";
  if (progress.share === undefined) return `${title}.`;
  return `${title}, ${Math.floor(progress.share * 10) * 10} per cent.`;
}

export const isRunning = ({ state }: Load): boolean => state === "running" || state === "stopping";

const HEADLINES: Readonly<Record<LoadState, string>> = {
  running: "Loading",
  stopping: "Stopping",
  loaded: "Loaded",
  unchanged: "Loaded before; nothing changed",
  refused: "Refused; nothing changed",
  failed: "Failed; nothing changed",
  cancelled: "Cancelled; nothing changed",
  undone: "Loaded, and taken back since",
  replaced: "Loaded; the store was put back to another state since",
  done: "Taken back",
};

export function headlineOf({ state, file, kind }: Load): string {
  const what = kind === "undo" ? `Undo${file === null ? "" : ` of ${file}`}` : (file ?? "File");
  return `${what}: ${HEADLINES[state].toLowerCase()}`;
}
