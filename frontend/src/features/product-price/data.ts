/** What a unit cost and how many were sold, bucket by bucket. Pure; both are the API's. */
import type { Grain, ProductPriceFragment } from "../../api/gen/operations";
import { isCut } from "../../api/time-pivot";
import { windowOf } from "../../format";
import type { View } from "../../state/view";

export type PriceTable = NonNullable<ProductPriceFragment["priceByTime"]["data"]>;

export interface PricePoint {
  readonly name: string;
  readonly price: number;
  readonly units: number;
}

interface Window {
  readonly start: string;
  readonly end: string;
  readonly grain: string | null;
  readonly timezone: string;
}

/** Buckets in which it was sold; one that the window cuts says so, for its units are not of the whole bucket. */
export function pricePoints({ columns, rows }: PriceTable, window: Window | null): PricePoint[] {
  const place = (name: string) => columns.findIndex((column) => column.name === name);
  const [time, price, units] = [place("time"), place("averageSellingPrice"), place("unitsSold")];
  return (Array.isArray(rows) ? (rows as unknown[]) : []).filter(isList).flatMap((row) => {
    const [start, cost, sold] = [row[time], row[price], row[units]];
    if (typeof start !== "string" || typeof cost !== "number" || typeof sold !== "number") return [];
    return [{ name: nameOf(start, window), price: cost, units: sold }];
  });
}

const DAY_MS = 86_400_000;
const WORDS: Readonly<Record<string, string>> = { WEEK: "week of ", MONTH: "month of " };

function nameOf(start: string, window: Window | null): string {
  if (window === null) return start.slice(0, 10);
  const day = windowOf(start, new Date(new Date(start).getTime() + DAY_MS / 2).toISOString(), window.timezone);
  const cut = isCut(start, window.grain, window) ? " (a part of it)" : "";
  return `${WORDS[window.grain ?? ""] ?? ""}${day}${cut}`;
}

const isList = (row: unknown): row is unknown[] => Array.isArray(row);

/** Days up to a quarter, weeks up to a year, else months. */
export function priceGrain({ period, from, to, grain }: Pick<View, "period" | "from" | "to" | "grain">): Grain {
  if (grain !== null && grain !== "HOUR") return grain;
  if (from !== null && to !== null) return byDays((Date.parse(to) - Date.parse(from)) / DAY_MS + 1);
  if (period === "ALL") return "MONTH";
  return period === "YEAR" || period === "LAST_12_MONTHS" ? "WEEK" : "DAY";
}

const byDays = (days: number): Grain => (days <= 92 ? "DAY" : days <= 400 ? "WEEK" : "MONTH");

/** Two points are needed to tell anything of price and units. */
export function isEmptyPrices(table: PriceTable): boolean {
  return pricePoints(table, null).length < 2;
}

/** A measure of the whole window, as the answer totals it. */
export function totalOf(totals: unknown, measure: string): number | null {
  const value = (totals as Readonly<Record<string, unknown>> | null)?.[measure];
  return typeof value === "number" ? value : null;
}
