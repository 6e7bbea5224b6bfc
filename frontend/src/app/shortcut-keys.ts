/** Which key of the whole page does what. Pure. */
import type { Period } from "../state/view";
import { ROUTES } from "./routes";

/** The second key of `g o` has to follow within this time. */
export const GO_MS = 1500;

export type Action =
  | { readonly kind: "open"; readonly layer: "help" | "search" }
  | { readonly kind: "go"; readonly path: string }
  | { readonly kind: "period"; readonly period: Period }
  | { readonly kind: "step"; readonly direction: 1 | -1 }
  | { readonly kind: "compare" };

export const PERIOD_KEYS: Readonly<Record<string, Period>> = {
  d: "TODAY",
  w: "WEEK",
  m: "MONTH",
  q: "QUARTER",
  y: "YEAR",
  a: "ALL",
};

const ACTIONS: Readonly<Record<string, Action>> = {
  "?": { kind: "open", layer: "help" },
  "/": { kind: "open", layer: "search" },
  x: { kind: "compare" },
  ArrowLeft: { kind: "step", direction: -1 },
  ArrowRight: { kind: "step", direction: 1 },
};

/** What a key does; `isGoing` when `g` was pressed before it. */
export function actionOf(key: string, isGoing: boolean): Action | null {
  if (isGoing) {
    const route = ROUTES.find((one) => one.key !== "" && one.key === key);
    return route ? { kind: "go", path: route.path } : null;
  }
  const period = PERIOD_KEYS[key];
  return period ? { kind: "period", period } : (ACTIONS[key] ?? null);
}
