/** What the page shows, as the address says it: `?p=MONTH`. Pure; the address is the only place where it is kept. */
import type { Period } from "../api/gen/operations";

export interface View {
  readonly period: Period;
}

export const PERIODS: readonly (readonly [Period, string])[] = [
  ["TODAY", "Day"],
  ["WEEK", "Week"],
  ["MONTH", "Month"],
  ["QUARTER", "Quarter"],
  ["YEAR", "Year"],
  ["LAST_30_DAYS", "30 days"],
  ["LAST_12_MONTHS", "12 months"],
];

export const DEFAULT_VIEW: View = { period: "MONTH" };

/** The view of a query string; what it does not know is left out. */
export function parseView(search: string): View {
  const asked = new URLSearchParams(search).get("p");
  const known = PERIODS.find(([period]) => period === asked);
  return known ? { period: known[0] } : DEFAULT_VIEW;
}

/** The query string of a view, without what is the default. */
export function formatView(view: View): string {
  return view.period === DEFAULT_VIEW.period ? "" : `?p=${view.period}`;
}
