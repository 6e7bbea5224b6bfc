/** The chips of an answer. Pure. */
import type { Meta } from "../api/unwrap";

type Told = Pick<Meta, "exact" | "relativeError" | "complete" | "warnings">;

export function chipsOf(meta: Told, isLate: boolean): readonly string[] {
  const { exact, relativeError, complete, warnings } = meta;
  const chips: string[] = [];
  if (isLate) chips.push("older answer");
  if (!exact) chips.push(relativeError === null ? "≈" : `≈ ±${(relativeError * 100).toFixed(1)} %`);
  const partly = warnings.find(({ code }) => code === "PARTLY_LOADED");
  if (partly !== undefined) chips.push(notLoadedDays(partly.message));
  if (!complete) chips.push("not complete");
  return chips;
}

/** "2 of 31 days not loaded" of "Only 29 of the 31 days of … were loaded", where the warning says how many. */
function notLoadedDays(message: string): string {
  const told = /(\d+) of the (\d+) days/.exec(message);
  if (told === null) return "days not loaded";
  const [loaded, asked] = [Number(told[1]), Number(told[2])];
  return `${String(asked - loaded)} of ${String(asked)} days not loaded`;
}
