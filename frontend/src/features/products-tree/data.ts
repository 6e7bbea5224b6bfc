/** Lines, their groups and their products as the rows of one table that opens. Pure. */
import { withMembers, type View } from "../../state/view";
import type { GroupsOfLineQuery, ProductsOfGroupQuery, ProductsTreeFragment } from "../../api/gen/operations";

type Line = NonNullable<ProductsTreeFragment["productLines"]["data"]>[number];
type Group = NonNullable<GroupsOfLineQuery["categoryBreakdown"]["data"]>[number];
type Product = NonNullable<ProductsOfGroupQuery["topProducts"]["data"]>[number];
type Measures = Omit<Line, "productLine">;

/** What is above a row: null names are the sales without a line or a group. */
export interface Branching {
  readonly line: string | null;
  readonly group: string | null;
}

export interface TreeRow extends Measures {
  readonly key: string;
  readonly level: 0 | 1 | 2;
  readonly name: string | null;
  readonly line: string | null;
  readonly group: string | null;
  /** Null where nothing can be opened. */
  readonly isOpen: boolean | null;
}

export interface Children {
  readonly groups: ReadonlyMap<string, readonly Group[]>;
  readonly products: ReadonlyMap<string, readonly Product[]>;
}

/** `-` are the sales without a name; no name becomes it, for names are written with `%2D`. */
const NOBODY = "-";
const written = (name: string | null): string =>
  name === null ? NOBODY : encodeURIComponent(name).replaceAll("-", "%2D");
const read = (part: string): string | null => (part === NOBODY ? null : decodeURIComponent(part));

export const lineKey = (line: string | null): string => written(line);
export const groupKey = (line: string | null, group: string | null): string => `${written(line)}/${written(group)}`;

/** Opened lines and groups of the address; what is not one of ours is left out, and so is a group of a folded line. */
export function opened(keys: readonly string[]): { lines: readonly (string | null)[]; groups: readonly Branching[] } {
  const known = keys.flatMap(parsed);
  const lines = known.filter((parts) => parts.length === 1).map(([line = null]) => line);
  const groups = known
    .filter((parts) => parts.length === 2 && lines.includes(parts[0] ?? null))
    .map(([line = null, group = null]) => ({ line, group }));
  return { lines, groups };
}

function parsed(key: string): (string | null)[][] {
  const parts = key.split("/");
  if (parts.length > 2 || parts.includes("")) return [];
  try {
    return [parts.map(read)];
  } catch {
    return [];
  }
}

/** Rows from the top down, those of an opened row below it as soon as they are there. */
export function treeRows(lines: readonly Line[], children: Children, open: readonly string[]): TreeRow[] {
  return lines.flatMap(({ productLine: line, ...measures }) => {
    const key = lineKey(line);
    const row = { ...measures, key, level: 0 as const, name: line, line, group: null, isOpen: open.includes(key) };
    return row.isOpen ? [row, ...groupRows(line, children, open)] : [row];
  });
}

function groupRows(line: string | null, children: Children, open: readonly string[]): TreeRow[] {
  return (children.groups.get(lineKey(line)) ?? []).flatMap(({ itemGroup: group, ...measures }) => {
    const key = groupKey(line, group);
    const row = { ...measures, key, level: 1 as const, name: group, line, group, isOpen: open.includes(key) };
    return row.isOpen ? [row, ...productRows(key, line, group, children)] : [row];
  });
}

function productRows(above: string, line: string | null, group: string | null, { products }: Children): TreeRow[] {
  return (products.get(above) ?? []).map(({ product, ...measures }) => ({
    ...measures,
    key: `${above}/${written(product)}`,
    level: 2 as const,
    name: product,
    line,
    group,
    isOpen: null,
  }));
}

/** The keys with one opened or folded; what lay open below a folded row is folded with it. */
export function toggled(keys: readonly string[], key: string): readonly string[] {
  if (!keys.includes(key)) return [...keys, key];
  return keys.filter((one) => one !== key && !one.startsWith(`${key}/`));
}

type Asking = Readonly<Record<string, { in?: string[]; notIn?: string[] }>> | null;

/** The page's filters and the line, and the group, that children are wanted of. */
export function within(filters: Asking, { line, group }: Branching, level: 0 | 1): Record<string, object> {
  const one = (name: string | null) => (name === null ? { isNull: true } : { in: [name] });
  return { ...filters, productLine: one(line), ...(level === 1 && { itemGroup: one(group) }) };
}

/** The filters of a page that shows one line, or one group of it, alone. */
export function narrowed(filters: View["filters"], { line, group }: Branching): View["filters"] {
  const members = (name: string | null) => ({ in: name === null ? [] : [name], notIn: [] });
  return withMembers(withMembers(filters, "productLine", members(line)), "itemGroup", members(group));
}

/** Why rows are not there yet; no problem means that they are on their way. */
export interface Waiting {
  readonly problem: string | null;
  readonly again: () => void;
}

export interface Below<Row> extends Waiting {
  readonly key: string;
  readonly rows: readonly Row[] | null;
}

/** Answers by the row that they lie below. */
export function byKey<Row>(all: readonly Below<Row>[]): ReadonlyMap<string, readonly Row[]> {
  return new Map(all.flatMap(({ key, rows }) => (rows === null ? [] : [[key, rows]])));
}

export function awaited(all: readonly Below<unknown>[]): ReadonlyMap<string, Waiting> {
  return new Map(all.flatMap(({ key, rows, problem, again }) => (rows === null ? [[key, { problem, again }]] : [])));
}

const kept = (members: View["filters"]["productLine"]): readonly string[] => members?.in ?? [];

/** The way from all lines to what the filters keep: what is kept, and the line above when it is one. Null at the top. */
export function pathOf({ productLine, itemGroup }: View["filters"]): { above: string | null; here: string } | null {
  const [lines, groups] = [kept(productLine), kept(itemGroup)];
  if (groups.length > 0) return { above: lines.length === 1 ? lines.join() : null, here: groups.join(", ") };
  return lines.length > 0 ? { above: null, here: lines.join(", ") } : null;
}
