/** The state of things in a sentence: a template over two answers. Pure. */
import type { OverviewDriversFragment, OverviewFiguresFragment } from "../../api/gen/operations";
import type { Meta } from "../../api/unwrap";
import { effectName } from "../../ui/effects";
import { growth, shortMoney, signed, windowOf } from "../../format";

type Overview = NonNullable<OverviewFiguresFragment["salesOverview"]["data"]>;
type Drivers = NonNullable<OverviewDriversFragment["changeDrivers"]["data"]>;

/** A piece of the sentence; one with a place is a link to where it is explained. */
export interface Phrase {
  readonly text: string;
  readonly to?: "trend" | "profit" | { readonly branch: string } | { readonly part: string };
}

/** "1–18 Dec 2024: KES 12.3M net revenue, +8.1 % on 1–18 Nov 2024; profit …; mostly volume (+9.8M) and Nairobi (+0.9M)." */
export function headline(overview: Overview, meta: Meta, drivers: Drivers | null): readonly Phrase[] {
  const { period, currency } = meta;
  if (period === null) return [];
  const when = `${windowOf(period.start, period.end, period.timezone)}: `;
  const why = driverPhrases(drivers, currency);
  const isProfit = drivers?.metric === "PROFIT";
  return [
    { text: when },
    { text: `${shortMoney(overview.totalRevenue, currency)} net revenue`, to: "trend" },
    { text: revenueChange(overview, meta) },
    ...(isProfit ? [] : why),
    ...profitPhrases(overview, meta),
    ...(isProfit ? why : []),
    { text: "." },
  ];
}

function revenueChange({ growthRate, comparisons }: Overview, { period }: Meta): string {
  const [first] = comparisons;
  if (first === undefined || growthRate === null || period === null) return "";
  return `, ${growth(growthRate)} on ${windowOf(first.start, first.end, period.timezone)}`;
}

function profitPhrases({ grossProfit, comparisons }: Overview, { currency }: Meta): Phrase[] {
  if (grossProfit === null) return [];
  const rate = comparisons[0]?.growth.grossProfit ?? null;
  const change = rate === null ? "" : `, ${growth(rate)}`;
  return [{ text: "; " }, { text: `profit ${shortMoney(grossProfit, currency)}${change}`, to: "profit" }];
}

/** The largest effect, then the branch that moved most: two ways of telling one change, never added. */
function driverPhrases(drivers: Drivers | null, currency: string): Phrase[] {
  if (drivers === null) return [];
  if (drivers.change === null) return [];
  const named = [effectPhrase(drivers, currency), branchPhrase(drivers, currency)].filter((phrase) => phrase !== null);
  const [one, two] = named;
  if (one === undefined) return [];
  return [{ text: ", mostly " }, one, ...(two === undefined ? [] : [{ text: " and " }, two])];
}

function effectPhrase({ parts, dimension }: Drivers, currency: string): Phrase | null {
  const [largest] = parts.filter(hasMoved).sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  if (largest === undefined) return null;
  const name = effectName(largest.kind, dimension).toLowerCase();
  return { text: `${name} (${signedMoney(largest.value, currency)})`, to: { part: largest.kind.toLowerCase() } };
}

function branchPhrase({ members }: Drivers, currency: string): Phrase | null {
  const [largest] = members.filter(hasMoved);
  if (largest?.member === undefined || largest.member === null) return null;
  return { text: `${largest.member} (${signedMoney(largest.value, currency)})`, to: { branch: largest.member } };
}

function hasMoved<One extends { readonly value: number | null }>(one: One): one is One & { readonly value: number } {
  return one.value !== null && one.value !== 0;
}

/** `+9.82M`: the currency is said once, before. */
function signedMoney(value: number, currency: string): string {
  return signed(value, (part) => shortMoney(part, currency).replace(`${currency} `, ""));
}
