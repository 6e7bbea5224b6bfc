/** Names and moves of comparisons. Pure. */
import { daysInWords, windowInWords } from "../../state/day-words";
import { COMPARISON_NAMES } from "../../state/periods";
import type { Compared } from "../../state/view";

interface ComparedWindow {
  readonly kind: string;
  readonly start: string;
  readonly end: string;
}

export function comparedName({ kind, startDate, endDate }: Compared): string {
  if (startDate && endDate) return daysInWords({ from: startDate, to: endDate });
  return COMPARISON_NAMES.find(([known]) => known === kind)?.[1] ?? "";
}

export function compareLabel(compare: readonly Compared[]): string {
  const [first, ...rest] = compare;
  if (!first) return "No comparison";
  const name = comparedName(first);
  const short = first.kind === "CUSTOM" ? name : name.charAt(0).toLowerCase() + name.slice(1);
  return `vs ${short}${rest.length > 0 ? ` +${rest.length}` : ""}`;
}

export function earlier(compare: readonly Compared[], place: number): readonly Compared[] {
  const one = compare[place];
  return one ? without(compare, place).toSpliced(place - 1, 0, one) : compare;
}

export function without(compare: readonly Compared[], place: number): readonly Compared[] {
  return compare.toSpliced(place, 1);
}

/** The days that the API compared with, at a place of the list; the whole history has nothing before it. */
export function comparedDays(windows: readonly ComparedWindow[], { kind }: Compared, place: number): string {
  const window = windows[place];
  return daysInWindow(window?.kind === kind ? window : undefined);
}

/** The days that a comparison would mean. */
export function meantDays(windows: readonly ComparedWindow[], kind: string): string {
  return daysInWindow(windows.find((window) => window.kind === kind));
}

const daysInWindow = (window: ComparedWindow | undefined): string =>
  window === undefined ? "no such window for this period" : windowInWords(window.start, window.end);
