/** The five classes of customers as cards, with the rules that they go by in words. Pure. */
import type { CustomerClassesFragment, Segment } from "../../api/gen/operations";
import { count } from "../../format";

export type ClassRow = NonNullable<CustomerClassesFragment["customerSegments"]["data"]>[number];

export const SEGMENTS: readonly Segment[] = ["PREMIUM", "REGULAR", "NEW", "AT_RISK", "CHURNED"];

/** `At-Risk` of a row as the argument names it. */
export function segmentOf(name: string): Segment | null {
  return SEGMENTS.find((segment) => segment === name.replaceAll("-", "_").toUpperCase()) ?? null;
}

export const spoken = (segment: Segment): string => segment.toLowerCase().replaceAll("_", "-");

interface Rules {
  readonly churnedDays: number;
  readonly atRiskDays: number;
  readonly newDays: number;
  readonly premiumShare: number;
  readonly premiumDays: number;
}

/** What makes a customer one of a class, by the thresholds that the answer states; empty when it states none. */
export function ruleOf(segment: Segment, extra: unknown): string {
  const rules = (extra as { rules?: Partial<Rules> } | null)?.rules;
  if (rules === undefined) return "";
  const { churnedDays = NaN, atRiskDays = NaN, newDays = NaN, premiumShare = NaN, premiumDays = NaN } = rules;
  const words: Readonly<Record<Segment, string>> = {
    PREMIUM: `best ${count(premiumShare * 100)} % by profit of ${count(premiumDays)} days`,
    REGULAR: "everybody else who still buys",
    NEW: `first purchase in the last ${count(newDays)} days`,
    AT_RISK: `no purchase for more than ${count(atRiskDays)} days`,
    CHURNED: `no purchase for more than ${count(churnedDays)} days`,
  };
  return words[segment];
}

export interface Outside {
  readonly label: string;
  readonly customers: number | null;
  readonly revenue: number | null;
  readonly profit: number | null;
}

/** Sales that no class has: those of nobody, and of customers who never purchased; none where there are none. */
export function outsideOf(extra: unknown): readonly Outside[] {
  const told = (extra ?? {}) as Readonly<Record<string, Partial<Outside & { orders: number }> | undefined>>;
  const parts = [
    { label: "Sales that name no customer", part: told.noCustomer },
    { label: "Customers who never purchased", part: told.neverPurchased },
  ];
  return parts.flatMap(({ label, part }) => {
    if (!part || (!part.orders && !part.customers)) return [];
    const { customers = null, revenue = null, profit = null } = part;
    return [{ label, customers, revenue, profit }];
  });
}

/** Nobody ever purchased. */
export function isEmptyClasses(rows: readonly ClassRow[]): boolean {
  return rows.every(({ customers }) => customers === 0);
}
