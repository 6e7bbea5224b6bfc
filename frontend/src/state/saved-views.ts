/** Named views of this browser: a path and a query string each, with some that come with the product. Pure. */
import { LONGEST_ADDRESS } from "./view";

export interface SavedView {
  readonly name: string;
  readonly path: string;
  /** Empty, or with its `?`. */
  readonly search: string;
}

export const SHIPPED: readonly SavedView[] = [
  { name: "Morning", path: "/", search: "?cmp=previous&cmp=weekdays" },
  { name: "Month end", path: "/profit", search: "?cmp=previous&cmp=year&m=profit" },
  { name: "Branch review", path: "/branches", search: "?cmp=year&p=quarter" },
];

export const LONGEST_NAME = 60;
export const MOST_VIEWS = 200;
const MAGIC = "sales-dashboard-views";

/** Views of stored or imported text; null when the text is not ours at all. What is broken inside is left out. */
export function readViews(text: string | null): readonly SavedView[] | null {
  return entriesOf(text)?.flatMap(viewOf).slice(0, MOST_VIEWS) ?? null;
}

export interface Taken {
  /** All that are kept now. */
  readonly views: readonly SavedView[];
  readonly taken: number;
  /** Broken ones, and those that there is no room for. */
  readonly leftOut: number;
}

/** The views with those of an imported text; null when the text is not ours at all. */
export function takenIn(before: readonly SavedView[], text: string): Taken | null {
  const entries = entriesOf(text);
  if (entries === null) return null;
  let [views, taken] = [before, 0];
  for (const view of entries.flatMap(viewOf)) {
    if (!hasRoom(views, view.name)) continue;
    views = withView(views, view);
    taken += 1;
  }
  return { views, taken, leftOut: entries.length - taken };
}

export function writeViews(views: readonly SavedView[]): string {
  return JSON.stringify({ kind: MAGIC, version: 1, views }, null, 2);
}

/** The views with one more; one of the same name gives way. */
export function withView(views: readonly SavedView[], view: SavedView): readonly SavedView[] {
  return [...withoutView(views, view.name), view].sort((a, b) => a.name.localeCompare(b.name));
}

/** Whether one more can be kept by this name. */
export function hasRoom(views: readonly SavedView[], name: string): boolean {
  return withoutView(views, name).length < MOST_VIEWS;
}

export function withoutView(views: readonly SavedView[], name: string): readonly SavedView[] {
  return views.filter((view) => view.name !== name);
}

function viewOf(held: unknown): SavedView[] {
  if (!isRecord(held)) return [];
  const [name, path, search] = [textOf(held.name).trim(), textOf(held.path), textOf(held.search)];
  return name !== "" && isOurs(path, search) ? [{ name: name.slice(0, LONGEST_NAME), path, search }] : [];
}

const OURS = "http://ours.invalid";

// a path of another site would turn an imported file into a trap; a browser skips tabs and turns backslashes round
function isOurs(path: string, search: string): boolean {
  if (!path.startsWith("/") || !(search === "" || search.startsWith("?"))) return false;
  const address = path + search;
  return address.length <= LONGEST_ADDRESS && URL.canParse(address, OURS) && new URL(address, OURS).origin === OURS;
}

function entriesOf(text: string | null): readonly unknown[] | null {
  const held = parsed(text);
  return isRecord(held) && held.kind === MAGIC && Array.isArray(held.views) ? (held.views as unknown[]) : null;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return null;
  }
}
