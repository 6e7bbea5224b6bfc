/** How a list is sorted, as the address says it (`-profit`) and as the API is asked (`PROFIT`, `DESC`). Pure. */
import { sortName } from "../state/known";

export interface Sorted<Name extends string = string> {
  readonly sortBy: Name;
  readonly order: "DESC" | "ASC";
}

/** Null when the address names no sort that the report knows: the report's own order. */
export function sortOf<Name extends string>(text: string | null, known: readonly Name[]): Sorted<Name> | null {
  if (text === null) return null;
  const asked = sortName(text);
  const sortBy = known.find((name) => name === asked);
  return sortBy === undefined ? null : { sortBy, order: text.startsWith("-") ? "DESC" : "ASC" };
}

export function sortText({ sortBy, order }: Sorted): string {
  return (order === "DESC" ? "-" : "") + sortBy.toLowerCase().replaceAll("_", "-");
}

/** A click on a head: descending, ascending, the default again. */
export function nextSort(name: string, now: Sorted | null): Sorted | null {
  if (now?.sortBy !== name) return { sortBy: name, order: "DESC" };
  return now.order === "DESC" ? { sortBy: name, order: "ASC" } : null;
}
