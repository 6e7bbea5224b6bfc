/** A mapping that the server wrote, changed a column at a time. Pure: every other line stays as the server wrote it. */
import type { Field } from "../../api/load-types";

const COLUMNS = "columns:";
const ENTRY = /^ {2}([\w]+):/;
const REMARK = /^ {2}# keep one of these lines for (\w+)/;

/** The mapping with a column taken from another header, or left out; a text without columns begins them. */
export function withHeader(mapping: string, column: string, header: string | null): string {
  const lines = mapping.split("\n").filter((line) => REMARK.exec(line)?.[1] !== column);
  const entry = header === null ? [] : [`  ${column}: ${JSON.stringify(header)}`];
  const places = placesOf(lines, column);
  const first = places[0];
  if (first !== undefined) {
    const rest = lines.filter((_, at) => !places.includes(at));
    return [...rest.slice(0, first), ...entry, ...rest.slice(first)].join("\n");
  }
  const start = lines.indexOf(COLUMNS);
  if (start < 0) return [...lines.filter((line) => line !== ""), COLUMNS, ...entry, ""].join("\n");
  const end = endOf(lines, start);
  return [...lines.slice(0, end), ...entry, ...lines.slice(end)].join("\n");
}

/** The lines under `columns` that speak of a column: one, or the candidates of an open choice. */
function placesOf(lines: readonly string[], column: string): number[] {
  const start = lines.indexOf(COLUMNS);
  const end = endOf(lines, start);
  return lines.flatMap((line, at) => (at > start && at < end && ENTRY.exec(line)?.[1] === column ? [at] : []));
}

/** Where the lines under `columns` end. */
function endOf(lines: readonly string[], start: number): number {
  const end = lines.findIndex((line, at) => at > start && !line.startsWith("  "));
  return end < 0 ? lines.length : end;
}

/** A mapping to begin with when the server has none: the headers that a person has chosen so far. */
export function startedWith(fields: readonly Field[]): string {
  return fields.reduce(
    (mapping, { column, header }) => (header === null ? mapping : withHeader(mapping, column, header)),
    "",
  );
}

/** Where a column of the sale comes from, as its selection shows it. */
export type Source = { readonly kind: "header"; readonly header: string } | { readonly kind: "other" | "none" };

export function sourceOf({ header, expression, constant }: Field): Source {
  if (header !== null) return { kind: "header", header };
  return { kind: expression === null && constant === null ? "none" : "other" };
}

/** The sources that a mapping text itself names, for a file that was refused: what the server could not tell yet. */
export function chosenIn(mapping: string): ReadonlyMap<string, string> {
  const lines = mapping.split("\n");
  const start = lines.indexOf(COLUMNS);
  const entries = lines.slice(start + 1, endOf(lines, start)).flatMap((line): [string, string][] => {
    const column = ENTRY.exec(line)?.[1];
    const header = column === undefined ? null : plainHeader(line.replace(ENTRY, "").trim());
    return column === undefined || header === null ? [] : [[column, header]];
  });
  return start < 0 ? new Map() : new Map(entries);
}

/** The header of an entry that names nothing else; null for expressions and longer entries. */
function plainHeader(entry: string): string | null {
  if (entry.startsWith('"')) return unquoted(entry);
  const quoted = /^'((?:[^']|'')*)'$/.exec(entry)?.[1];
  if (quoted !== undefined) return quoted.replaceAll("''", "'");
  return /^[{[]/.test(entry) || entry === "" ? (/header: ([\w ]+)/.exec(entry)?.[1] ?? null) : entry;
}

function unquoted(entry: string): string | null {
  try {
    return String(JSON.parse(entry));
  } catch {
    return null;
  }
}
