/** Colours of members and of meaning. Each at least 3:1 on its ground and far from every other for every eye. */

export type Scheme = "light" | "dark";

export interface Pair {
  readonly light: string;
  readonly dark: string;
}

/** Slots 1 to 8, in the order in which members take them. */
export const SLOTS: readonly Pair[] = [
  { light: "#1E65AA", dark: "#5EA2ED" },
  { light: "#B16512", dark: "#D98941" },
  { light: "#5E1151", dark: "#A83E93" },
  { light: "#439DB2", dark: "#88E0F7" },
  { light: "#475411", dark: "#C9DA97" },
  { light: "#06288E", dark: "#3A67D0" },
  { light: "#E25A73", dark: "#B56F78" },
  { light: "#AA295F", dark: "#E89FB5" },
];

/** After the accent, for those without a colour of their own: shades that are told apart by their lightness. */
export const TINTS: readonly Pair[] = [
  { light: "#1B232C", dark: "#EEF2F6" },
  { light: "#818C98", dark: "#6F7A86" },
  { light: "#4F8CC4", dark: "#3F7CC0" },
  { light: "#4A5562", dark: "#B4BDC8" },
];

/** Others, and every member after the eighth. */
export const GREY: Pair = { light: "#6B7580", dark: "#8F99A5" };
export const BETTER: Pair = { light: "#1E65AA", dark: "#5EA2ED" };
export const WORSE: Pair = { light: "#B3490B", dark: "#F0955A" };
export const GROUND: Pair = { light: "#FFFFFF", dark: "#15191E" };

/** The slot of a member: its place among all members by first sale, whatever is filtered; null from the ninth on. */
export function slotOf(members: readonly string[], name: string | null): number | null {
  const place = name === null ? -1 : members.indexOf(name);
  return place >= 0 && place < SLOTS.length ? place : null;
}

/** The colour of a slot; grey for Others. */
export function slotColour(slot: number | null, scheme: Scheme): string {
  return (slot === null ? GREY : (SLOTS[slot] ?? GREY))[scheme];
}

/** The colour of a shade; grey when there are no more. */
export function tintColour(tint: number, scheme: Scheme): string {
  return (TINTS[tint] ?? GREY)[scheme];
}
