/** Comparisons as words of the address: `year`, `2023-01-01..2023-01-31`. Pure. */
import { isWindow } from "./known";
import type { Compared, Comparison } from "./view";

const COMPARED: Readonly<Record<string, Comparison>> = {
  previous: "PREVIOUS_PERIOD",
  year: "PREVIOUS_YEAR",
  weekdays: "SAME_WEEKDAYS_LAST_YEAR",
};

/** What the address says of a list; nothing for the default, `none` for no comparison. */
export function comparedKeys(compare: readonly Compared[]): readonly string[] {
  if (compare.length === 0) return ["none"];
  const isDefault = compare.length === 1 && compare[0]?.kind === "PREVIOUS_PERIOD";
  return isDefault ? [] : compare.map(comparedText);
}

function comparedText({ kind, startDate, endDate }: Compared): string {
  if (kind === "CUSTOM") return `${startDate ?? ""}..${endDate ?? ""}`;
  return Object.keys(COMPARED).find((word) => COMPARED[word] === kind) ?? "";
}

/** Null for what means nothing. */
export function comparedOf(text: string): Compared | null {
  const kind = COMPARED[text];
  if (kind) return { kind };
  const [startDate = "", endDate = "", ...rest] = text.split("..");
  return isWindow(startDate, endDate) && rest.length === 0 ? { kind: "CUSTOM", startDate, endDate } : null;
}
