/** The view that a bare address opens, as two simple choices. Pure. */
import { DEFAULT_VIEW, formatView, parseView, type Comparison, type Period } from "../../../state/view";

export type CompareChoice = "NONE" | "BOTH" | Exclude<Comparison, "CUSTOM">;

export const COMPARE_CHOICES: readonly (readonly [CompareChoice, string])[] = [
  ["PREVIOUS_PERIOD", "Previous period"],
  ["PREVIOUS_YEAR", "Previous year"],
  ["SAME_WEEKDAYS_LAST_YEAR", "Same weekdays last year"],
  ["BOTH", "Previous period and previous year"],
  ["NONE", "Nothing"],
];

interface Choices {
  readonly period: Exclude<Period, "CUSTOM">;
  readonly compare: CompareChoice;
}

export function defaultViewOf(text: string): Choices {
  const { period, compare } = parseView(text).view;
  const first = compare[0]?.kind ?? "NONE";
  const choice = compare.length > 1 ? "BOTH" : first;
  return {
    period: period === "CUSTOM" ? "MONTH" : period,
    compare: choice === "CUSTOM" ? "PREVIOUS_PERIOD" : choice,
  };
}

export function defaultViewText({ period, compare }: Choices): string {
  return formatView({ ...DEFAULT_VIEW, period, compare: kindsOf(compare).map((kind) => ({ kind })) });
}

function kindsOf(compare: CompareChoice): readonly Comparison[] {
  if (compare === "NONE") return [];
  return compare === "BOTH" ? ["PREVIOUS_PERIOD", "PREVIOUS_YEAR"] : [compare];
}
