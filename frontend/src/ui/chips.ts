/** The chips of an answer. Pure. */
import type { Meta } from "../api/unwrap";

export function chipsOf(meta: Meta, isLate: boolean): readonly string[] {
  const { exact, relativeError, complete, warnings } = meta;
  const chips: string[] = [];
  if (isLate) chips.push("older answer");
  if (!exact) chips.push(relativeError === null ? "≈" : `≈ ±${(relativeError * 100).toFixed(1)} %`);
  const partly = warnings.find(({ code }) => code === "PARTLY_LOADED");
  if (partly !== undefined) chips.push(notLoadedDays(partly.message));
  if (!complete) chips.push("not complete");
  return chips;
}

/** "2 of 31 days not loaded" where the warning says how many. */
function notLoadedDays(message: string): string {
  const told = /(\d+) of (\d+) days/.exec(message);
  return told === null ? "days not loaded" : `${told[1] ?? ""} of ${told[2] ?? ""} days not loaded`;
}
