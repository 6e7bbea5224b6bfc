/** Keys that a page declares itself: how one is read and how one is changed, the others staying. Pure. */
import type { View } from "./view";

/** Where a page of a list begins. */
export const AFTER = "after";

export const first = (view: View, key: string): string | undefined => view.extra[key]?.[0];

/** The keys with some of them set; an empty list takes a key out. */
export function withKeys(view: View, change: Readonly<Record<string, readonly string[]>>): View["extra"] {
  const all = Object.entries({ ...view.extra, ...change });
  return Object.fromEntries(all.filter(([, values]) => values.length > 0));
}
