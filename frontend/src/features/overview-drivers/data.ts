/** The answer of `changeDrivers` as parts that lead from then to now. Pure. */
import type { OverviewDriversFragment } from "../../api/gen/operations";
import { effectName } from "../../ui/effects";
import type { Twin } from "../../ui/twin-table";

export type Drivers = NonNullable<OverviewDriversFragment["changeDrivers"]["data"]>;

export interface DriverRow {
  readonly kind: string;
  readonly label: string;
  readonly value: number | null;
}

/** Parts in the API's order; those that are exactly nothing are left out unless all are. */
export function driverRows({ parts, dimension }: Drivers): readonly DriverRow[] {
  const moved = parts.filter(({ value }) => value !== 0);
  return (moved.length > 0 ? moved : parts).map(({ kind, value }) => ({
    kind,
    value,
    label: effectName(kind, dimension),
  }));
}

/** Whether the parts add up to the change, in the ten-thousandths in which the API keeps money. */
export function addsUp({ parts, change }: Pick<Drivers, "parts" | "change">): boolean {
  if (change === null || parts.some(({ value }) => value === null)) return true;
  const sum = parts.reduce((total, { value }) => total + Math.round((value ?? 0) * 10_000), 0);
  return sum === Math.round(change * 10_000);
}

export const isEmptyDrivers = ({ change }: Drivers): boolean => change === null;

export function driversTwin(drivers: Drivers): Twin {
  return {
    caption: "What changed",
    columns: [
      { label: "Part", kind: "text" },
      { label: "Change", kind: "money" },
    ],
    rows: [...driverRows(drivers).map(({ label, value }) => [label, value]), ["All together", drivers.change]],
  };
}
