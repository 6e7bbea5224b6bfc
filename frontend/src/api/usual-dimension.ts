/** By whose members a page splits when nobody said: branches, and where no file names any, the next that is loaded. */
import type { Shell } from "./shell";

const USUAL = ["branch", "productLine", "salesperson", "product"] as const;

export type UsualDimension = (typeof USUAL)[number];

export function usualDimension(shell: Pick<Shell, "dimensions"> | null): UsualDimension {
  const isLoaded = (name: string) => shell?.dimensions.get(name)?.loaded !== false;
  return USUAL.find(isLoaded) ?? "product";
}
