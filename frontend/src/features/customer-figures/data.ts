/** The answer of `customerProfile` as who the customer is and what they bring. Pure. */
import type { CustomerFiguresFragment } from "../../api/gen/operations";
import { count, date, type Kind } from "../../format";
import { changesOf } from "../../ui/changes";
import type { KeyFigure } from "../../ui/key-figures";
import { nullCode, type NullReason } from "../../words";

export type Profile = NonNullable<CustomerFiguresFragment["customerProfile"]["data"]>;

type Nulls = readonly NullReason[];

/** Of the window, each with its change. */
export function windowFigures(profile: Profile, nulls: Nulls): KeyFigure[] {
  const figure = (field: Field, label: string, measure: string, kind: Kind): KeyFigure => ({
    label,
    measure,
    kind,
    value: valueOf(profile.window, field),
    reason: nullCode(`window.${field}`, null, nulls) ?? nullCode(field, null, nulls),
    change: changesOf(profile, nulls, field, kind)[0],
  });
  return [
    figure("revenue", "Net revenue", "netRevenue", "money"),
    figure("profit", "Profit", "grossProfit", "money"),
    figure("orders", "Orders", "orders", "count"),
    figure("averageOrderValue", "Average order", "averageOrderValue", "unitPrice"),
  ];
}

/** Of the whole history. */
export function lifetimeFigures(profile: Profile, nulls: Nulls): KeyFigure[] {
  const { lifetime, purchases, purchaseDays, recencyDays, meanDaysBetweenPurchases } = profile;
  const reason = (field: string) => nullCode(field, null, nulls);
  return [
    {
      label: "Net revenue, all time",
      kind: "money",
      value: lifetime?.revenue ?? null,
      reason: reason("lifetime.revenue"),
    },
    { label: "Purchases", kind: "count", value: purchases, reason: null, note: `on ${count(purchaseDays)} days` },
    {
      label: "Usual gap, days",
      kind: "number",
      value: meanDaysBetweenPurchases,
      reason: reason("meanDaysBetweenPurchases"),
      note: "between days with a purchase",
    },
    {
      label: "Days since the last",
      kind: "count",
      value: recencyDays,
      reason: reason("recencyDays"),
      note: late(recencyDays, meanDaysBetweenPurchases),
    },
  ];
}

/** Whether a customer is overdue by the own rhythm; a class goes by the same days for everybody. */
export function late(recency: number | null, gap: number | null): string {
  if (recency === null || gap === null || gap <= 0) return "";
  const times = recency / gap;
  if (times < 2) return "in the usual rhythm";
  return `${count(Math.floor(times))} times the usual gap`;
}

/** "Premium · number 23 of 828 by net revenue · R5 F5 M5 · customer since 2 Jan 2024". */
export function whoIs(profile: Profile, zone: string): string {
  const { segment, rank, customersRanked, rfm, firstPurchase } = profile;
  const parts = [
    segment ?? "in no class",
    rank === null ? "" : `number ${count(rank)} of ${count(customersRanked)} by net revenue`,
    rfm === null ? "" : `recency ${rfm.recency}, frequency ${rfm.frequency}, money ${rfm.monetary} of 5`,
    firstPurchase === null ? "never purchased" : `customer since ${date(firstPurchase, zone)}`,
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

type Field = "revenue" | "profit" | "orders" | "averageOrderValue";

const valueOf = (totals: Readonly<Record<Field, number | null>> | null, field: Field): number | null =>
  totals === null ? null : totals[field];
