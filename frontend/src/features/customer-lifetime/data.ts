/** What a customer brought and is expected to bring, and how far the expectation can be trusted, in words. Pure. */
import type { CustomerLifetimeFragment } from "../../api/gen/operations";
import { count, percent } from "../../format";

export type Lifetime = NonNullable<CustomerLifetimeFragment["customerLifetimeValue"]["data"]>;

const FEW_DAYS = 5;
const SOME_DAYS = 15;

/** How wide the error of one customer's value is: models of this kind are right on average, not for each. */
export function trust({ purchaseDays }: Pick<Lifetime, "purchaseDays">): string {
  const on = `${count(purchaseDays)} ${purchaseDays === 1 ? "day" : "days"} with a purchase`;
  if (purchaseDays < FEW_DAYS) return `Rests on ${on} alone: take it as an order of magnitude.`;
  if (purchaseDays < SOME_DAYS) return `Rests on ${on}: one customer may well turn out very differently.`;
  return `Rests on ${on}: good for ranking customers; one alone can still turn out differently.`;
}

/** "In 52 weeks: 183.8 days with a purchase of KES 62,581 each; still buying with 99.9 %." without the money. */
export function expected({ expectedPurchases, probabilityAlive, horizonWeeks }: Lifetime): string {
  const still = probabilityAlive === null ? "" : `; still a customer with ${percent(probabilityAlive)}`;
  const days = expectedPurchases === null ? "" : `${expectedPurchases.toFixed(1)} days with a purchase`;
  return `In the next ${count(horizonWeeks)} weeks${days === "" ? "" : `: ${days}`}${still}.`;
}

export interface Parameter {
  readonly name: string;
  readonly value: string;
  readonly meaning: string;
}

/** Four digits of each: what was fitted, once for the data version. */
export function parameters({ model }: Lifetime): readonly Parameter[] {
  const write = (value: number) => Number(value.toPrecision(4)).toLocaleString("en", { maximumSignificantDigits: 4 });
  const all = [
    ["r", model.r, "how purchase rates differ: shape"],
    ["α", model.alpha, "and their rate, in weeks"],
    ["a", model.a, "how the chance to leave differs: first"],
    ["b", model.b, "and second parameter"],
    ["p", model.p, "values of a purchase: shape"],
    ["q", model.q, "how customers' scales differ: shape"],
    ["γ", model.gamma, "and their rate, in money"],
  ] as const;
  return all.map(([name, value, meaning]) => ({ name, value: write(value), meaning }));
}
