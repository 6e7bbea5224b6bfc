/** The fixed colour of each member: its slot by first sale, or the one its reader chose. */
import { useCallback } from "react";
import { useShell } from "../api/shell";
import { useSettings } from "../state/settings-context";
import { slotColour, slotOf } from "./palette";
import { useInk } from "./theme";

/** The slot of a member, null from the ninth on. */
export function useSlots(dimension: "branch" | "productLine"): (name: string | null) => number | null {
  const members = useShell()?.members[dimension];
  const { colours } = useSettings().settings;
  return useCallback(
    (name) => {
      const chosen = name === null ? undefined : colours[`${dimension}:${name}`];
      return chosen === undefined ? slotOf(members ?? [], name) : chosen - 1;
    },
    [members, colours, dimension],
  );
}

/** The same as a colour on the ground of the theme. */
export function useSlotColours(dimension: "branch" | "productLine"): (name: string | null) => string {
  const slot = useSlots(dimension);
  const { scheme } = useInk();
  return useCallback((name) => slotColour(slot(name), scheme), [slot, scheme]);
}
