/** The list of customers: how it is asked for, what its best bring, and the ticked ones as a file. Pure. */
import type { CustomerSort, CustomersTableFragment } from "../../api/gen/operations";

export type CustomerRow = NonNullable<CustomersTableFragment["topCustomers"]["data"]>[number];

export const SORTS: readonly CustomerSort[] = [
  "REVENUE",
  "PROFIT",
  "ORDERS",
  "CUSTOMER",
  "GROWTH",
  "SHARE",
  "FIRST_PURCHASE",
  "LAST_PURCHASE",
  "RECENCY_DAYS",
  "SEGMENT",
  "LIFETIME_VALUE",
];

export interface Best {
  readonly customers: number;
  readonly profitShare: number;
}

/** What part of the profit the best customers bring, by the answer; null where it is not known. */
export function bestOf(extra: unknown): Best | null {
  const best = (extra as { best?: Partial<Best> } | null)?.best;
  if (typeof best?.customers !== "number" || typeof best.profitShare !== "number") return null;
  return { customers: best.customers, profitShare: best.profitShare };
}

/** The ticked rows after a change of the names that are ticked: those on screen are taken from it, others are kept. */
export function ticked(
  names: readonly string[],
  rows: readonly CustomerRow[],
  before: readonly CustomerRow[],
): CustomerRow[] {
  const known = new Map([...before, ...rows].map((row) => [row.customer, row]));
  return names.flatMap((name) => known.get(name) ?? []);
}

const COLUMNS = [
  "customer",
  "segment",
  "lastPurchase",
  "recencyDays",
  "firstPurchase",
  "orders",
  "revenue",
  "profit",
  "lifetimeValue",
] as const satisfies readonly (keyof CustomerRow)[];

/** The ticked customers as CSV: RFC 4180, names of the API, full precision, nothing that a sheet takes for a formula. */
export function callList(rows: readonly CustomerRow[]): string {
  const lines = rows.map((row) => COLUMNS.map((column) => cell(row[column])).join(","));
  return [COLUMNS.join(","), ...lines, ""].join("\r\n");
}

/** As the server's own files: an apostrophe before what a sheet would compute, quotes where they are needed. */
function cell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const safe = /^[' ]*[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return safe === "" || /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
