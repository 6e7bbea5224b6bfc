/** The two links of a view: one that follows the data, one of exactly these dates and this version. Pure. */
import type { DataVersion } from "../../api/shell";
import { isDay } from "../../state/known";
import { daysOf, type Loaded } from "../../state/periods";
import { formatView, type Compared, type View } from "../../state/view";
import type { Answered } from "../../api/windows";

interface Known {
  readonly loaded: Loaded;
  readonly version: DataVersion;
  readonly answered: Answered;
}

/** The view with its periods as the dates that they are now. */
export function exactly(view: View, { loaded, version, answered }: Known): View {
  const compare = view.compare.map((one, place): Compared => {
    const window = answered.comparisons[place];
    if (window?.kind !== one.kind) return one;
    const startDate = window.start.slice(0, 10);
    return { kind: "CUSTOM", startDate, endDate: lastDay(window.end) };
  });
  return { ...view, period: "CUSTOM", ...daysOf(view, loaded), compare, version: stamp(version) };
}

/** `00000012-ab12_2024-12-31`: the version of the data, and the day up to which they went. */
export function stamp({ version, asOf }: DataVersion): string {
  return asOf === null ? version : `${version}_${asOf.slice(0, 10)}`;
}

/** What a link says of the data that it was made from; null when it is not an older state of them. */
export function sentOf(stamped: string | null, current: DataVersion | null): { readonly day: string | null } | null {
  if (stamped === null || current === null) return null;
  const [version = "", day = null] = stamped.split("_");
  return version === current.version ? null : { day: isDay(day) ? day : null };
}

export function address(origin: string, path: string, view: View): string {
  return origin + path + formatView(view);
}

function lastDay(end: string): string {
  return new Date(Date.parse(`${end.slice(0, 10)}T00:00:00Z`) - 1).toISOString().slice(0, 10);
}
