/** What a table's columns are, and how a value is taken from a row. Pure. */
import type { ReactNode } from "react";
import type { Kind, Numbers } from "../format";
import type { NullReason } from "../words";

export interface Column<Row> {
  /** The row's field as the API names it; totals, others and reasons of nulls are found by it. */
  readonly field: string;
  readonly label: string;
  readonly kind: Kind;
  /** Member of the report's sort enum; without one the head is no button. */
  readonly sort?: string | undefined;
  /** A change: shown with sign, arrow and word. */
  readonly isDelta?: boolean | undefined;
  /** Of the catalog: whether a rise is good news. */
  readonly direction?: string | undefined;
  readonly numbers?: Numbers | undefined;
  /** Instead of the row's own field. */
  readonly value?: ((row: Row) => number | string | null) | undefined;
  /** Instead of a number, such as a sparkline. */
  readonly cell?: ((row: Row) => ReactNode) | undefined;
  /** A line below the head's tooltip: what the column means. */
  readonly definition?: string | undefined;
}

/** Where there is room for few: what the list is sorted by and the changes stand first, the rest can be scrolled to. */
export function mostWanted<Row>(columns: readonly Column<Row>[], sort: string | undefined): readonly Column<Row>[] {
  const place = (column: Column<Row>) => (sort !== undefined && column.sort === sort ? 0 : column.isDelta ? 1 : 2);
  return columns.toSorted((one, other) => place(one) - place(other));
}

export type Values = Readonly<Record<string, unknown>>;

export function valueOf<Row extends object>(row: Row, column: Column<Row>): number | string | null {
  if (column.value) return column.value(row);
  return plainValue((row as Values)[column.field]);
}

/** Of totals and others, which are JSON. */
export function plainValue(value: unknown): number | string | null {
  return typeof value === "number" || typeof value === "string" ? value : null;
}

export function nullsOf(values: object | null): readonly NullReason[] {
  const nulls = values === null ? undefined : (values as { nulls?: unknown }).nulls;
  return Array.isArray(nulls) ? (nulls as readonly NullReason[]) : [];
}

export const isText = (kind: Kind): boolean => kind === "text" || kind === "date";
