/** The answer of `changeDrivers` told twice: by effect and by member; each adds up to the change. Pure. */
import type { ChangePart, Metric, ProfitDriversFragment } from "../../api/gen/operations";
import type { Step } from "../../charts/options/waterfall";
import type { Dimension } from "../../state/view";
import { effectName } from "../../ui/effects";
import type { Twin } from "../../ui/twin-table";

export type Drivers = NonNullable<ProfitDriversFragment["changeDrivers"]["data"]>;

/** Key of the address, and of the place on the page. */
export const PART = "part";
export const ROWS = "members";

export const DRIVER_METRICS = [
  ["PROFIT", "Profit"],
  ["REVENUE", "Net revenue"],
  ["UNITS", "Units"],
] as const satisfies readonly (readonly [Metric, string])[];

export type DriverMetric = (typeof DRIVER_METRICS)[number][0];

export const DRIVER_DIMENSIONS = [
  ["branch", "Branch"],
  ["salesperson", "Salesperson"],
  ["productLine", "Line"],
  ["product", "Product"],
  ["customer", "Customer"],
] as const satisfies readonly (readonly [Dimension, string])[];

export type DriverDimension = (typeof DRIVER_DIMENSIONS)[number][0];

export function driverMetric(text: string | undefined): DriverMetric {
  return DRIVER_METRICS.find(([metric]) => metric === text?.toUpperCase())?.[0] ?? "PROFIT";
}

export function driverDimension(text: string | undefined, usual: DriverDimension): DriverDimension {
  return DRIVER_DIMENSIONS.find(([dimension]) => dimension === text)?.[0] ?? usual;
}

const SPLIT = ["PRICE", "VOLUME", "MIX", "RETURNS"] as const;
const PARTS: Readonly<Record<DriverMetric, readonly ChangePart[]>> = {
  PROFIT: ["NEW", "LOST", ...SPLIT, "COST", "OTHER"],
  REVENUE: ["NEW", "LOST", ...SPLIT, "OTHER"],
  UNITS: ["NEW", "LOST", "KEPT", "OTHER"],
};

/** The part whose rows are wanted; null for all of the change, also where the metric has no such part. */
export function driverPart(text: string | undefined, metric: DriverMetric): ChangePart | null {
  return PARTS[metric].find((part) => part === text?.toUpperCase()) ?? null;
}

/** What the rows add up to: the change, or the part whose rows they are. */
export function rowsTotal({ parts, part, change }: Drivers): number | null {
  return part === null ? change : (parts.find(({ kind }) => kind === part)?.value ?? null);
}

/** From then over every effect to now; effects of exactly nothing are left out. */
export function effectSteps({ parts, then, now, dimension }: Drivers): readonly Step[] {
  const moved = parts.filter(({ value }) => value !== 0);
  return [
    { label: "Then", kind: "total", value: then },
    ...moved.map(({ kind, value }): Step => ({ label: effectName(kind, dimension), kind: "change", value })),
    { label: "Now", kind: "total", value: now },
  ];
}

const exact = (value: number): number => Math.round(value * 10_000);

/** Whether both splits add up to the change, in the ten-thousandths in which the API keeps money. */
export function addsUp(drivers: Drivers): boolean {
  const { parts, members, beyond, change } = drivers;
  if (change === null) return true;
  const total = rowsTotal(drivers);
  return (
    isSum(
      parts.map(({ value }) => value),
      change,
    ) &&
    total !== null &&
    isSum([...members.map(({ value }) => value), beyond.value], total)
  );
}

function isSum(values: readonly (number | null)[], whole: number): boolean {
  if (values.includes(null)) return true;
  return values.reduce<number>((sum, value) => sum + exact(value ?? 0), 0) === exact(whole);
}

export const isEmptyDrivers = ({ change }: Drivers): boolean => change === null;

export function driversTwin(drivers: Drivers): Twin {
  const kind = drivers.metric === "UNITS" ? ("units" as const) : ("money" as const);
  return {
    caption: "What changed, by effect",
    columns: [
      { label: "Effect", kind: "text" },
      { label: "Change", kind },
    ],
    rows: [
      ...drivers.parts.map(({ kind: effect, value }) => [effectName(effect, drivers.dimension), value]),
      ["Change", drivers.change],
    ],
  };
}
