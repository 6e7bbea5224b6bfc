/** The answer of `explore` as a grid: heads above, lines of cells below, all values the API's own. Pure. */
import type { ExploreResultFragment } from "../../api/gen/operations";
import type { Meta } from "../../api/unwrap";
import type { Kind } from "../../format";

export type Explored = NonNullable<ExploreResultFragment["explored"]["data"]>;
type Column = Explored["columns"][number];
type Cells = readonly (number | string | null)[];
export type Role = "now" | "then" | "growth";

export interface Head {
  /** The column's name at the API, to sort by. */
  readonly name: string;
  readonly measure: string;
  readonly label: string;
  readonly role: Role;
  /** Which comparison a `then` or `growth` belongs to. */
  readonly comparison: number | null;
  readonly kind: Kind;
  /** Of a pivot's column; null for the totals of rows. */
  readonly member: Member | null;
  /** Of a comparison in a pivot by time: its own bucket in the API's words; null without one. */
  readonly bucket: string | null;
  readonly index: number;
}

export interface Member {
  readonly key: string;
  readonly label: string;
  /** By dimension, or `time`: the first moment of a bucket. */
  readonly of: Readonly<Record<string, string | null>>;
}

export interface Line {
  readonly key: string;
  readonly kind: "row" | "group" | "others" | "total";
  /** How far the line is indented. */
  readonly level: number;
  readonly label: string;
  /** By dimension, or `time`; of a group only its own keys. */
  readonly members: Readonly<Record<string, string | null>>;
  readonly values: Cells;
  /** Code of the reason of a null, by the column's name. */
  readonly reasons: ReadonlyMap<string, string>;
}

export interface Grid {
  readonly keys: readonly { readonly name: string; readonly label: string }[];
  readonly heads: readonly Head[];
  readonly lines: readonly Line[];
  readonly foot: readonly Line[];
}

interface Asking {
  readonly isGrouped: boolean;
  /** Measures of the class "ratio of sums": money of one thing, not a sum. */
  readonly ratios: ReadonlySet<string>;
}

export function gridOf(table: Explored, meta: Meta, asking: Asking): Grid {
  const keys = table.columns.flatMap(({ name, label, kind }, index) => (isKey(kind) ? [{ name, label, index }] : []));
  const heads = besideThen(
    table.columns.flatMap((column, index) =>
      isKey(column.kind) || isGrowthOfRatio(column, table.columns)
        ? []
        : [{ ...headOf(column, table.columns, asking.ratios), index }],
    ),
  );
  const names = table.columns.map(({ name }) => name);
  const of = { keys, heads, names, zone: meta.period?.timezone ?? "UTC" };
  const reasons = reasonsOf(meta.nulls);
  const rows = cellsOf(table.rows).map((cells) => lineOf(cells, "row", keys.length, { ...of, reasons }));
  const groups = table.subtotals.flatMap(({ level, rows: found, nulls }) =>
    cellsOf(found).map((cells) => lineOf(cells, "group", level, { ...of, reasons: reasonsOf(nulls) })),
  );
  return {
    keys,
    heads,
    lines: asking.isGrouped ? outlined(rows, groups) : rows.map((line) => ({ ...line, level: 0 })),
    foot: [othersLine(meta, of), totalLine(meta, of)].filter((line) => line !== null),
  };
}

/** Each measure beside what it was before; members and measures keep their order. */
function besideThen(heads: readonly Head[]): readonly Head[] {
  const placeOf = ({ member, measure }: Head) => `${member?.key ?? ""} ${measure}`;
  const current = heads.filter(({ role }) => role === "now");
  const places = new Map<string, Head[]>(current.map((head) => [placeOf(head), []]));
  for (const head of heads) places.get(placeOf(head))?.push(head);
  return [...places.values()].flat();
}

const isKey = (kind: string): boolean => kind === "dimension" || kind === "time";

/** Per cent of per cent mislead: a ratio stands beside what it was. */
const isGrowthOfRatio = ({ kind, name }: Column, all: readonly Column[]): boolean =>
  kind === "growth" &&
  all.some((one) => one.kind === "measure" && one.unit === "fraction" && baseOf(one.name) === baseOf(name));

const NAME = /^(?<base>\w+)(?:\[.*\])?(?<suffix>(?::\w+)*)$/s;
const baseOf = (name: string): string => NAME.exec(name)?.groups?.base ?? "";

const ROLES: Readonly<Record<string, Role>> = { growth: "growth", comparison: "then" };

function headOf(column: Column, all: readonly Column[], ratios: ReadonlySet<string>): Omit<Head, "index"> {
  const { base = "", suffix = "" } = NAME.exec(column.name)?.groups ?? {};
  const named = (name: string) => all.find((one) => one.name === name) ?? column;
  const role = ROLES[column.kind] ?? "now";
  const { unit, label } = named(base);
  return {
    name: column.name,
    measure: base,
    label,
    role,
    comparison: suffix === "" ? null : comparisonOf(suffix, all),
    kind: role === "growth" ? "growth" : kindOf(unit, ratios.has(base)),
    member: memberOf(column, named(base + suffix).label),
    bucket: column.bucket,
  };
}

/** `:PREVIOUS_YEAR:growth` is of the first comparison when that is the first one among the columns. */
function comparisonOf(suffix: string, all: readonly Column[]): number {
  const kinds = all.flatMap(({ name }) => /^\w+:(\w+)$/.exec(name)?.[1] ?? []);
  return [...new Set(kinds)].indexOf(suffix.split(":")[1] ?? "");
}

const KINDS: Readonly<Record<string, Kind>> = {
  money: "money",
  units: "units",
  count: "count",
  fraction: "ratio",
  number: "number",
  instant: "date",
};

function kindOf(unit: string, isRatio: boolean): Kind {
  return unit === "money" && isRatio ? "unitPrice" : (KINDS[unit] ?? "number");
}

function memberOf({ label, members }: Column, tail: string): Member | null {
  if (typeof members !== "object" || members === null) return null;
  const of = members as Record<string, string | null>;
  const ending = `, ${tail}`;
  return { key: JSON.stringify(of), label: label.endsWith(ending) ? label.slice(0, -ending.length) : label, of };
}

interface Of {
  readonly keys: readonly { readonly name: string; readonly index: number }[];
  readonly heads: readonly Head[];
  readonly names: readonly string[];
  readonly zone: string;
}

type Reasoned = Of & { readonly reasons: ReadonlyMap<string, string> };

function lineOf(cells: Cells, kind: Line["kind"], level: number, { keys, heads, reasons }: Reasoned): Line {
  const own = keys.slice(0, level);
  const members = Object.fromEntries(own.map(({ name, index }) => [name, textOf(cells[index])]));
  const last = own.at(-1);
  return {
    key: `${kind}${JSON.stringify(Object.values(members))}`,
    kind,
    level: Math.max(level - 1, 0),
    label: last === undefined ? "All" : (textOf(cells[last.index]) ?? "none"),
    members,
    values: heads.map(({ index }) => cells[index] ?? null),
    reasons,
  };
}

/** Each group's own line before its rows, outer groups first. */
function outlined(rows: readonly Line[], groups: readonly Line[]): readonly Line[] {
  const named = new Map(groups.map((group) => [group.key, group]));
  const told = new Set<string>();
  return rows.flatMap((row) => {
    const members = Object.values(row.members);
    const outer = members.slice(0, -1).flatMap((_, depth) => {
      const key = `group${JSON.stringify(members.slice(0, depth + 1))}`;
      const group = told.has(key) ? undefined : named.get(key);
      told.add(key);
      return group === undefined ? [] : [group];
    });
    return [...outer, row];
  });
}

function totalLine({ totals }: Meta, of: Of): Line | null {
  return totals === null ? null : namedLine(totals, "total", "Total", of);
}

function othersLine({ others }: Meta, of: Of): Line | null {
  return others === null ? null : namedLine(others, "others", "Others", of);
}

/** A line of values by column name, as `metadata` has them. */
function namedLine(values: unknown, kind: "others" | "total", label: string, { heads, names, ...of }: Of): Line {
  const named = values as Readonly<Record<string, unknown>>;
  const cells = names.map((name) => cellOf(named[name]));
  const nulls = Array.isArray(named.nulls) ? (named.nulls as readonly { field: string; code: string }[]) : [];
  const line = lineOf(cells, kind, 0, { ...of, heads, names, reasons: reasonsOf(nulls) });
  return { ...line, key: kind, label };
}

type Nulls = readonly { readonly field: string; readonly code: string }[] | null;

function reasonsOf(nulls: Nulls): ReadonlyMap<string, string> {
  return new Map((nulls ?? []).map(({ field, code }) => [field, code]));
}

function cellsOf(rows: unknown): readonly Cells[] {
  return Array.isArray(rows) ? (rows as unknown[]).filter(isList).map((row) => row.map(cellOf)) : [];
}

const isList = (row: unknown): row is unknown[] => Array.isArray(row);
const cellOf = (value: unknown): number | string | null =>
  typeof value === "number" || typeof value === "string" ? value : null;
const textOf = (value: number | string | null | undefined): string | null => (typeof value === "string" ? value : null);
