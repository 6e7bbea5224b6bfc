/** The state of things in a sentence: a template over two answers. Pure. */
import type { OverviewDriversFragment, OverviewFiguresFragment } from "../../api/gen/operations";
import type { Meta } from "../../api/unwrap";
import { effectName } from "../../ui/effects";
import { growth, shortMoney, signed, windowOf } from "../../format";

type Overview = NonNullable<OverviewFiguresFragment["salesOverview"]["data"]>;
type Drivers = NonNullable<OverviewDriversFragment["changeDrivers"]["data"]>;

export interface Written {
  readonly shown: string;
  readonly value: number;
}

/** A piece of the sentence; one with a place is a link to where it is explained. */
export interface Phrase {
  readonly text: string;
  /** The numbers in the text, in order, as they are written and at full precision. */
  readonly figures?: readonly Written[];
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
    revenuePhrase(overview, meta),
    revenueChange(overview, meta),
    ...(isProfit ? [] : why),
    ...profitPhrases(overview, meta),
    ...(isProfit ? why : []),
    { text: "." },
  ];
}

function revenuePhrase({ totalRevenue }: Overview, { currency }: Meta): Phrase {
  const shown = shortMoney(totalRevenue, currency);
  const figures = totalRevenue === null ? [] : [written(totalRevenue, shown)];
  return { text: `${shown} net revenue`, figures, to: "trend" };
}

function revenueChange({ growthRate, comparisons }: Overview, { period }: Meta): Phrase {
  const [first] = comparisons;
  if (first === undefined || growthRate === null || period === null) return { text: "" };
  const figure = written(growthRate, growth(growthRate));
  return { text: `, ${figure.shown} on ${windowOf(first.start, first.end, period.timezone)}`, figures: [figure] };
}

const written = (value: number, shown: string): Written => ({ shown, value });

/** The text cut into words and numbers. */
export function cut({ text, figures = [] }: Phrase): readonly (string | Written)[] {
  const parts: (string | Written)[] = [];
  let rest = text;
  for (const figure of figures) {
    // a branch may be named like its number, which stands behind it
    const at = figures.length === 1 ? rest.lastIndexOf(figure.shown) : rest.indexOf(figure.shown);
    if (at < 0) continue;
    parts.push(rest.slice(0, at), figure);
    rest = rest.slice(at + figure.shown.length);
  }
  return [...parts, rest].filter((part) => part !== "");
}

function profitPhrases({ grossProfit, comparisons }: Overview, { currency }: Meta): Phrase[] {
  if (grossProfit === null) return [];
  const rate = comparisons[0]?.growth.grossProfit ?? null;
  const figures = [written(grossProfit, shortMoney(grossProfit, currency))];
  if (rate !== null) figures.push(written(rate, growth(rate)));
  return [{ text: "; " }, { text: `profit ${figures.map(({ shown }) => shown).join(", ")}`, figures, to: "profit" }];
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
  // what is left over when nothing else could be told is no reason
  if (largest === undefined || largest.kind === "OTHER") return null;
  const name = effectName(largest.kind, dimension).toLowerCase();
  const figure = written(largest.value, signedMoney(largest.value, currency));
  return { text: `${name} (${figure.shown})`, figures: [figure], to: { part: largest.kind.toLowerCase() } };
}

function branchPhrase({ members }: Drivers, currency: string): Phrase | null {
  const [largest] = members.filter(hasMoved);
  if (largest?.member === undefined || largest.member === null) return null;
  const figure = written(largest.value, signedMoney(largest.value, currency));
  return { text: `${largest.member} (${figure.shown})`, figures: [figure], to: { branch: largest.member } };
}

function hasMoved<One extends { readonly value: number | null }>(one: One): one is One & { readonly value: number } {
  return one.value !== null && one.value !== 0;
}

/** `+9.82M`: the currency is said once, before. */
function signedMoney(value: number, currency: string): string {
  return signed(value, (part) => shortMoney(part, currency).replace(`${currency} `, ""));
}
