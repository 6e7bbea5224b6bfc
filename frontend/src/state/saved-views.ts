/** Named views of this browser: a path and a query string each, with some that come with the product. Pure. */

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
const MOST_VIEWS = 200;
const MAGIC = "sales-dashboard-views";

/** Views of stored or imported text; null when the text is not ours at all. What is broken inside is left out. */
export function readViews(text: string | null): readonly SavedView[] | null {
  const held = parsed(text);
  if (!isRecord(held) || held.kind !== MAGIC || !Array.isArray(held.views)) return null;
  return (held.views as unknown[]).flatMap(viewOf).slice(0, MOST_VIEWS);
}

export function writeViews(views: readonly SavedView[]): string {
  return JSON.stringify({ kind: MAGIC, version: 1, views }, null, 2);
}

/** The views with one more; one of the same name gives way. */
export function withView(views: readonly SavedView[], view: SavedView): readonly SavedView[] {
  return [...withoutView(views, view.name), view].sort((a, b) => a.name.localeCompare(b.name)).slice(0, MOST_VIEWS);
}

export function withoutView(views: readonly SavedView[], name: string): readonly SavedView[] {
  return views.filter((view) => view.name !== name);
}

function viewOf(held: unknown): SavedView[] {
  if (!isRecord(held)) return [];
  const [name, path, search] = [textOf(held.name).trim(), textOf(held.path), textOf(held.search)];
  return name !== "" && isOurs(path, search) ? [{ name: name.slice(0, LONGEST_NAME), path, search }] : [];
}

// a path of another site would turn an imported file into a trap
function isOurs(path: string, search: string): boolean {
  return /^\/(?![/\\])/.test(path) && (search === "" || search.startsWith("?"));
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
