/** What a picker lists and how its keys move. Pure. */
import type { Option } from "../api/options";

export type Mode = "in" | "notIn";

export interface Row {
  readonly value: string;
  /** Null for a chosen member that the server did not list. */
  readonly count: number | null;
}

const PAGE = 8;

/** The members chosen at the opening that fit the search, then what the server found. */
export function listed(found: readonly Option[], first: readonly string[], search: string): readonly Row[] {
  const counts = new Map(found.map(({ value, count }) => [value, count]));
  const sought = search.toLocaleLowerCase();
  const chosen = first.filter((value) => value.toLocaleLowerCase().includes(sought));
  const others = found.filter(({ value }) => !chosen.includes(value));
  return [...chosen.map((value) => ({ value, count: counts.get(value) ?? null })), ...others];
}

export function toggled(members: readonly string[], value: string): readonly string[] {
  return members.includes(value) ? members.filter((member) => member !== value) : [...members, value];
}

/** The row that a key leads to; null when the key does not move. */
export function moved(key: string, active: number, rows: number): number | null {
  const places: Readonly<Record<string, number>> = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + PAGE,
    PageUp: active - PAGE,
  };
  const place = places[key];
  return place === undefined ? null : Math.max(0, Math.min(rows - 1, place));
}
