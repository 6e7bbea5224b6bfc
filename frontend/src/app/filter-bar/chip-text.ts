/** A filter in words: `Branch: Kisumu, Nairobi +3`, `Line: not Solar`. Pure. */
import type { Members } from "../../state/view";

const MOST_NAMED = 2;

export function chipText(name: string, { in: included, notIn }: Members, most = MOST_NAMED): string {
  const parts = [named(included, most), notIn.length > 0 ? `not ${named(notIn, most)}` : ""];
  return `${name}: ${parts.filter((part) => part !== "").join(", ")}`;
}

function named(members: readonly string[], most: number): string {
  const rest = members.length - most;
  return members.slice(0, most).join(", ") + (rest > 0 ? ` +${rest}` : "");
}
