/** The answer of `salesOverview` as the six figures of the page, each with its change. Pure. */
import type { HeadlineFragment } from "../../api/gen/operations";
import { count, growth, percent, points, shortMoney, signed } from "../../format";

type Overview = NonNullable<HeadlineFragment["salesOverview"]["data"]>;

export interface Figure {
  readonly name: string;
  /** At full precision, for copying and reading aloud. */
  readonly value: number | null;
  readonly shown: string;
  readonly change: Change | null;
}

export interface Change {
  readonly text: string;
  readonly direction: "up" | "down" | "level";
}

/** Figures of all six measures; more of each of them is better. */
export function figures(overview: Overview, currency: string): Figure[] {
  const then = overview.comparisons[0]?.values ?? null;
  const money = (value: number | null) => shortMoney(value, currency);
  const inMoney = (now: number | null, before: number | null | undefined) => difference(now, before, money);
  const inUnits = (now: number | null, before: number | null | undefined) => difference(now, before, count);
  return [
    figure("Net revenue", overview.totalRevenue, money, grown(overview.growthRate)),
    figure("Gross profit", overview.grossProfit, money, inMoney(overview.grossProfit, then?.grossProfit)),
    figure("Margin", overview.profitMargin, percent, moved(overview.profitMargin, then?.profitMargin)),
    figure("Orders", overview.totalOrders, count, inUnits(overview.totalOrders, then?.totalOrders)),
    figure(
      "Average order",
      overview.averageOrderValue,
      money,
      inMoney(overview.averageOrderValue, then?.averageOrderValue),
    ),
    figure("Customers", overview.uniqueCustomers, count, inUnits(overview.uniqueCustomers, then?.uniqueCustomers)),
  ];
}

/** Whether there is not one line to speak of. */
export function isEmptyOverview(overview: Overview): boolean {
  return !overview.totalOrders && !overview.totalRevenue;
}

function figure(
  name: string,
  value: number | null,
  format: (value: number | null) => string,
  change: Change | null,
): Figure {
  return { name, value, shown: format(value), change };
}

function grown(rate: number | null): Change | null {
  return rate === null ? null : change(growth(rate), rate);
}

function difference(
  now: number | null,
  then: number | null | undefined,
  format: (value: number) => string,
): Change | null {
  if (now === null || then === null || then === undefined) return null;
  return change(signed(now - then, format), now - then);
}

function moved(now: number | null, then: number | null | undefined): Change | null {
  if (now === null || then === null || then === undefined) return null;
  return change(points(now, then), now - then);
}

/** A change that rounds to nothing has no direction. */
function change(text: string, by: number): Change {
  const isLevel = !/[1-9]/.test(text);
  if (isLevel) return { text, direction: "level" };
  return { text, direction: by > 0 ? "up" : "down" };
}
