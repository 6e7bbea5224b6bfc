/** On which side of its mark a name stands, so that it covers no other name and, where it can, no other mark. Pure. */
import { widthOf } from "./labels";

export type Side = "right" | "left" | "top" | "bottom";

/** Pixels in the plot. */
export interface Spot {
  readonly x: number;
  readonly y: number;
  /** Empty for a mark without words. */
  readonly text: string;
  /** Placed before the others. */
  readonly isFirst: boolean;
}

export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const SIDES: readonly Side[] = ["right", "left", "top", "bottom"];
const MARK = 5;
const AWAY = MARK + 4;
const HALF = 7;

interface Ground {
  readonly plot: Area;
  /** What no name may cover. */
  readonly taken: readonly Area[];
  /** What a name covers only where it has no other place. */
  readonly avoided: readonly Area[];
}

/** By mark; null where a name has no place that is free, or no words. */
export function sidesOf(spots: readonly Spot[], { plot, taken, avoided }: Ground): readonly (Side | null)[] {
  const sides = new Array<Side | null>(spots.length).fill(null);
  const used = [...taken];
  const order = spots.map((spot, index) => ({ spot, index })).sort((a, b) => rank(a.spot) - rank(b.spot));
  for (const { spot, index } of order) {
    if (spot.text === "") continue;
    const marks = [...avoided, ...spots.filter((other) => other !== spot).map(areaOfMark)];
    const free = SIDES.filter((side) => isFree(areaAt(spot, side), plot, used));
    const side = free.find((one) => marks.every((mark) => !meet(areaAt(spot, one), mark))) ?? free[0];
    if (side === undefined) continue;
    sides[index] = side;
    used.push(areaAt(spot, side));
  }
  return sides;
}

const rank = ({ isFirst }: Spot): number => (isFirst ? 0 : 1);

function isFree(area: Area, plot: Area, used: readonly Area[]): boolean {
  const isInside =
    area.left >= plot.left && area.right <= plot.right && area.top >= plot.top && area.bottom <= plot.bottom;
  return isInside && !used.some((other) => meet(area, other));
}

const meet = (one: Area, other: Area): boolean =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

const areaOfMark = ({ x, y }: Spot): Area => ({ left: x - MARK, right: x + MARK, top: y - MARK, bottom: y + MARK });

function areaAt({ x, y, text }: Spot, side: Side): Area {
  const width = widthOf(text);
  if (side === "top" || side === "bottom") {
    const middle = side === "top" ? y - AWAY - HALF : y + AWAY + HALF;
    return { left: x - width / 2, right: x + width / 2, top: middle - HALF, bottom: middle + HALF };
  }
  const left = side === "right" ? x + AWAY : x - AWAY - width;
  return { left, right: left + width, top: y - HALF, bottom: y + HALF };
}
