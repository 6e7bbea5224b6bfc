/** On which side of its mark a name stands, so that it covers no other name and, where it can, no other mark. Pure. */
import { widthOf } from "./labels";

export type Side = "right" | "left" | "top" | "bottom" | "top right" | "top left" | "bottom right" | "bottom left";

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

const SIDES: readonly Side[] = [
  ...(["right", "left", "top", "bottom"] as const),
  ...(["top right", "bottom right", "top left", "bottom left"] as const),
];
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
    const marks = spots.filter((other) => other !== spot).map(areaOfMark);
    const covered = (side: Side) => {
      const own = areaAt(spot, side);
      return MARKS * count(marks, own) + count(avoided, own);
    };
    const free = SIDES.filter((side) => isFree(areaAt(spot, side), plot, used));
    const [side] = free.sort((a, b) => covered(a) - covered(b));
    // a name nobody chose is rather left out than over a mark
    if (side === undefined || (!spot.isFirst && covered(side) >= MARKS)) continue;
    sides[index] = side;
    used.push(areaAt(spot, side));
  }
  return sides;
}

/** To cover a mark is as bad as to cover so many of what is only avoided. */
const MARKS = 10;

const count = (areas: readonly Area[], own: Area): number => areas.filter((area) => meet(own, area)).length;

/** Pixels from one place on a rule to the next that is tried. */
const STEP = 8;

export interface OnRule {
  /** Where the middle of the words is. */
  readonly x: number;
  readonly side: "top" | "bottom";
}

/** Where the words of a rule go along it: as near to its end as there is a free place; null where there is none. */
export function onRule(
  text: string,
  y: number,
  spots: readonly Spot[],
  { plot, taken, avoided }: Ground,
): OnRule | null {
  const half = widthOf(text) / 2;
  const marks = [...spots.map(areaOfMark), ...taken, ...avoided];
  for (let x = plot.right - half; x >= plot.left + half; x -= STEP) {
    for (const side of ["top", "bottom"] as const) {
      const middle = side === "top" ? y - RULE_AWAY : y + RULE_AWAY;
      const area = { left: x - half - 2, right: x + half + 2, top: middle - HALF, bottom: middle + HALF };
      if (area.top >= plot.top && area.bottom <= plot.bottom && count(marks, area) === 0) return { x, side };
    }
  }
  return null;
}

const RULE_AWAY = HALF + 2;

const rank = ({ isFirst }: Spot): number => (isFirst ? 0 : 1);

function isFree(area: Area, plot: Area, used: readonly Area[]): boolean {
  const isInside =
    area.left >= plot.left && area.right <= plot.right && area.top >= plot.top && area.bottom <= plot.bottom;
  return isInside && !used.some((other) => meet(area, other));
}

const meet = (one: Area, other: Area): boolean =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

const areaOfMark = ({ x, y }: Spot): Area => ({ left: x - MARK, right: x + MARK, top: y - MARK, bottom: y + MARK });

export function areaAt({ x, y, text }: Spot, side: Side): Area {
  const width = widthOf(text);
  if (side === "right" || side === "left") {
    const left = side === "right" ? x + AWAY : x - AWAY - width;
    return { left, right: left + width, top: y - HALF, bottom: y + HALF };
  }
  const middle = side.startsWith("top") ? y - AWAY - HALF : y + AWAY + HALF;
  const left = x - width / 2 + asideOf(side, text);
  return { left, right: left + width, top: middle - HALF, bottom: middle + HALF };
}

/** Pixels that words above or below their mark stand to its right. */
export function asideOf(side: Side, text: string): number {
  const aside = widthOf(text) / 2 - MARK;
  if (side.endsWith(" right")) return aside;
  return side.endsWith(" left") ? -aside : 0;
}
