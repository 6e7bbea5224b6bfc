/** Cohorts of customers as a matrix: month of the first purchase by months since. Pure; every number is the API's. */
import type { CustomersRetentionFragment } from "../../api/gen/operations";
import { partWords } from "../../charts/model";
import { count, percent, windowOf } from "../../format";
import type { View } from "../../state/view";
import type { MatrixCell } from "../../ui/matrix-table";

export type Cohort = NonNullable<CustomersRetentionFragment["customerRetention"]["data"]>[number];
export type Shown = "retention" | "customers" | "revenue";

export const SHOWN: readonly (readonly [Shown, string])[] = [
  ["retention", "%"],
  ["customers", "Customers"],
  ["revenue", "Revenue"],
];

export const shownOf = (text: string | undefined): Shown => SHOWN.find(([name]) => name === text)?.[0] ?? "retention";

/** Months since the first purchase that any cohort shows. */
export function monthsSince(cohorts: readonly Cohort[]): number[] {
  const all = new Set(cohorts.flatMap(({ months }) => months.map(({ month }) => month)));
  return [...all].sort((a, b) => a - b);
}

/** One row a cohort; null where the window does not reach. Of the newest month is said when it is not whole. */
export function cells(cohorts: readonly Cohort[], shown: Shown): (MatrixCell | null)[][] {
  const since = monthsSince(cohorts);
  const newest = newestMonth(cohorts);
  return cohorts.map(({ months }) => {
    const found = new Map(months.map((month) => [month.month, month]));
    return since.map((month) => {
      const cell = found.get(month);
      if (cell === undefined) return null;
      const isNotLoaded = cell.status === "NOT_LOADED";
      return {
        value: cell[shown],
        reason: isNotLoaded ? "NOT_LOADED" : null,
        isNotLoaded,
        part: cell.label === newest ? partWords(cell) : "",
      };
    });
  });
}

/** The newest month of activity, on the youngest diagonal; null without any. */
export function newestMonth(cohorts: readonly Cohort[]): string | null {
  const labels = cohorts.flatMap(({ months }) => months.map(({ label }) => label));
  return labels.length === 0 ? null : labels.reduce((last, label) => (label > last ? label : last));
}

export const isEmptyCohorts = (cohorts: readonly Cohort[]): boolean => monthsSince(cohorts).length === 0;

interface Earlier {
  readonly buyers: number;
  readonly earlierBuyers: number | null;
  readonly returned: number | null;
  readonly retention: number | null;
  readonly churn: number | null;
}

interface Window {
  readonly start: string;
  readonly end: string;
}

/** "Of 701 buyers of 1 Jan–31 Dec 2023, 619 bought again: 88.3 % stayed, 11.7 % did not." */
export function stayed(extra: unknown, earlier: Window | undefined, zone: string): string {
  const period = (extra as { period?: Partial<Earlier> } | null)?.period;
  const { earlierBuyers, returned, retention, churn } = period ?? {};
  if (earlier === undefined || typeof retention !== "number" || typeof churn !== "number") return "";
  return (
    `Of ${count(earlierBuyers)} buyers of ${windowOf(earlier.start, earlier.end, zone)}, ${count(returned)} bought ` +
    `again: ${percent(retention)} stayed, ${percent(churn)} did not.`
  );
}

interface Asked {
  readonly retentionPeriod: View["period"];
  readonly retentionRange: { startDate: string; endDate: string } | null;
}

/** A cohort needs months to come back in: the twelve that end with the window, or more when more are shown. */
export function retentionWindow({ period, from, to }: Pick<View, "period" | "from" | "to">): Asked {
  if (period === "ALL") return { retentionPeriod: "ALL", retentionRange: null };
  if (period !== "CUSTOM" || from === null || to === null) {
    return { retentionPeriod: "LAST_12_MONTHS", retentionRange: null };
  }
  const start = new Date(`${to.slice(0, 7)}-01T00:00:00Z`);
  start.setUTCMonth(start.getUTCMonth() - 11);
  const twelve = start.toISOString().slice(0, 10);
  return { retentionPeriod: "CUSTOM", retentionRange: { startDate: from < twelve ? from : twelve, endDate: to } };
}
