/** The answer of `profitabilityMetrics` as the way from gross revenue to profit, now and then. Pure. */
import type { ProfitWaterfallFragment } from "../../api/gen/operations";
import type { Step } from "../../charts/options/waterfall";
import type { Meta } from "../../api/unwrap";
import { windowOf } from "../../format";
import type { Twin } from "../../ui/twin-table";

export type Profitability = NonNullable<ProfitWaterfallFragment["profitabilityMetrics"]["data"]>;
type Values = Pick<Profitability, "grossRevenue" | "returnsValue" | "revenue" | "totalCost" | "profit">;

const STEPS = [
  ["Gross revenue", "total", ({ grossRevenue }: Values) => grossRevenue],
  ["Returns", "change", ({ returnsValue }: Values) => returnsValue],
  ["Net revenue", "total", ({ revenue }: Values) => revenue],
  ["Cost", "change", ({ totalCost }: Values) => (totalCost === null ? null : 0 - totalCost)],
  ["Profit", "total", ({ profit }: Values) => profit],
] as const;

export function waterfallSteps(now: Profitability): readonly Step[] {
  const then = now.comparisons[0]?.values ?? null;
  return STEPS.map(([label, kind, value]) => ({
    label,
    kind,
    value: value(now),
    ...(then !== null && { then: value(then) }),
  }));
}

/** Where the steps do not lead to the totals, in words; null when all do. Money has four digits. */
export function brokenSum(now: Profitability): string | null {
  const windows = [now, ...now.comparisons.flatMap(({ values }) => (values === null ? [] : [values]))];
  return windows.map(brokenStep).find((words) => words !== null) ?? null;
}

function brokenStep({ grossRevenue, returnsValue, revenue, totalCost, profit }: Values): string | null {
  if (!isSum([grossRevenue, returnsValue], revenue)) return "Gross revenue and returns do not add up to net revenue.";
  const cost = totalCost === null ? null : 0 - totalCost;
  return isSum([revenue, cost], profit) ? null : "Net revenue less cost is not the profit stated.";
}

/** What is not known breaks nothing. */
function isSum(parts: readonly (number | null)[], whole: number | null): boolean {
  if (whole === null || parts.includes(null)) return true;
  const exact = (value: number | null) => Math.round((value ?? 0) * 10_000);
  return parts.reduce<number>((sum, part) => sum + exact(part), 0) === exact(whole);
}

export const isEmptyProfit = ({ grossRevenue, returnsValue }: Profitability): boolean => !grossRevenue && !returnsValue;

export interface Windows {
  readonly now: string;
  readonly then: string | null;
}

export function windowNames({ period, comparisons }: Meta): Windows {
  if (period === null) return { now: "Now", then: null };
  const [first] = comparisons;
  const zone = period.timezone;
  return {
    now: windowOf(period.start, period.end, zone),
    then: first === undefined ? null : windowOf(first.start, first.end, zone),
  };
}

export function waterfallTwin(now: Profitability, { now: name, then }: Windows): Twin {
  return {
    caption: "From gross revenue to profit",
    columns: [
      { label: "Step", kind: "text" },
      { label: name, kind: "money" },
      ...(then === null ? [] : [{ label: then, kind: "money" as const }]),
    ],
    rows: waterfallSteps(now).map((step) => [step.label, step.value, step.then ?? null]),
  };
}
