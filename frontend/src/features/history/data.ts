/** The history of loads in words. Pure. */
import type { Load, LoadState } from "../../api/load-types";
import { dateFormat } from "../../intl";

export interface Told {
  readonly word: string;
  /** Doubled by the word, never alone. */
  readonly tone: "good" | "bad" | "plain";
}

const TOLD: Readonly<Record<LoadState, Told>> = {
  running: { word: "loading", tone: "plain" },
  stopping: { word: "stopping", tone: "plain" },
  loaded: { word: "loaded", tone: "good" },
  unchanged: { word: "loaded before", tone: "plain" },
  refused: { word: "refused", tone: "bad" },
  failed: { word: "failed", tone: "bad" },
  cancelled: { word: "cancelled", tone: "plain" },
  undone: { word: "undone", tone: "plain" },
  replaced: { word: "no longer in the data", tone: "plain" },
  done: { word: "undo", tone: "plain" },
};

export const toldOf = ({ state }: Load): Told => TOLD[state];

/** Why an attempt came to nothing, in one sentence. */
export const reasonOf = ({ error }: Load): string | null =>
  error === null ? null : `${error.message} ${error.hint ?? ""}`.trim();

const WHEN = { dateStyle: "medium", timeStyle: "short" } as const;

/** The moment in the business zone, which the server names. */
export const whenWords = (moment: string, zone: string | null): string =>
  dateFormat("en-GB", zone === null ? WHEN : { ...WHEN, timeZone: zone }).format(new Date(moment));

const KINDS: Readonly<Record<Load["kind"], string>> = {
  load: "sales",
  undo: "undo",
  targets: "targets",
  rates: "commission rates",
};

/** "append · page": how it was loaded and by whom. */
export function howWords({ kind, mode, by }: Load): string {
  const what = kind === "load" ? [] : [KINDS[kind]];
  return [...what, ...(mode === null ? [] : [mode]), by === "page" ? "this page" : "command line"].join(" · ");
}

/** The load that an undo takes back; null when there is none. */
export const newestOf = (loads: readonly Load[]): Load | null => loads.find(({ isNewest }) => isNewest) ?? null;
