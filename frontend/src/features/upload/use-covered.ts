/** The days that the file in hand is complete for: those of its lines until a person says others. */
import { useState } from "react";
import type { Checked } from "../../api/load-types";
import { coveredOf, type Covered, type Span } from "./covered";

export interface Covering extends Covered {
  readonly found: Span;
  readonly said: Span;
  /** Null takes the days of the lines again. */
  readonly say: (said: Span | null) => void;
}

/** Null while nothing could be loaded. */
export function useCovered(checked: Checked | null): Covering | null {
  const [given, setGiven] = useState<Span | null>(null);
  const found = checked === null || checked.outcome === "refused" ? null : checked.days;
  if (found === null) return null;
  const said = given ?? found;
  return { ...coveredOf(found, said), found, said, say: setGiven };
}
