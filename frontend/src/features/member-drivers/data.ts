/** The answer of `changeDrivers` as what moved a member's profit, the largest first. Pure. */
import type { MemberDriversFragment } from "../../api/gen/operations";
import { effectName } from "../../ui/effects";

type Drivers = NonNullable<MemberDriversFragment["changeDrivers"]["data"]>;

export interface Driver {
  readonly kind: string;
  readonly label: string;
  readonly value: number;
}

/** Parts that moved nothing are left out; those shown add up to the change all the same. */
export function drivers({ parts, dimension }: Drivers): Driver[] {
  return parts.flatMap(({ kind, value }) =>
    value === null || value === 0 ? [] : [{ kind, label: effectName(kind, dimension), value }],
  );
}

/** From then over every part to now; null where a side is not known. */
export interface Walk {
  readonly then: number;
  readonly now: number;
  readonly change: number;
  readonly parts: readonly Driver[];
}

export function walk(data: Drivers): Walk | null {
  const { then, now, change } = data;
  return then === null || now === null || change === null ? null : { then, now, change, parts: drivers(data) };
}

export const isEmptyChange = (data: Drivers): boolean => walk(data) === null;
