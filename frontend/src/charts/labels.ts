/** Names in a plot: how wide they are, how they are cut, and where they go so that none covers another. Pure. */

/** Widths of characters at 11 px in the widest of the fonts; the browser is not asked, so that a drawing is the same everywhere. */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[ijl.,:;'’|!·]/u, 3.7],
  [/[mwMW@%—…]/u, 11],
  [/[ frt()/[\]-]/u, 4.8],
  [/[A-Z&<>=+~]/u, 8.3],
  [/[\u0020-\u024f–]/u, 7],
];
const OTHER = 11.5;
const MORE = "…";
/** Seen by nobody, and no line breaks at it. */
const JOINER = "\u2060";

export function widthOf(text: string): number {
  const widths = Array.from(text, (one) => WIDTHS.find(([kind]) => kind.test(one))?.[1] ?? OTHER);
  return Math.ceil(widths.reduce((sum, width) => sum + width, 0));
}

/** The name on one line in so many pixels, cut at its end where it has to be. */
export function cutTo(name: string, room: number): string {
  const text = name.replace(/\s+/gu, " ");
  if (widthOf(text) <= room) return text;
  const letters = Array.from(text.slice(0, room));
  while (letters.length > 1 && widthOf(letters.join("") + MORE) > room) letters.pop();
  return letters.join("").trimEnd() + MORE;
}

/** ECharts looks words up in plain objects, where those of every object, such as `__proto__`, stand for something else. */
export function drawable(text: string): string {
  return text in {} ? JOINER + text : text;
}

/** How far each label has to move down (or up, below zero) for all to be `gap` apart and within `low` and `high`. */
export function movedApart(places: readonly number[], gap: number, low: number, high: number): number[] {
  const order = places.map((place, index) => ({ place, index })).sort((a, b) => a.place - b.place || a.index - b.index);
  const sorted = order.map(({ place }) => place);
  const down = spread(sorted, gap, low);
  const up = spread(down.map((place) => -place).reverse(), gap, -high).reverse();
  const moved = new Array<number>(places.length).fill(0);
  order.forEach(({ place, index }, at) => {
    moved[index] = -(up[at] ?? -place) - place;
  });
  return moved;
}

/** Ascending places, each at least `gap` after the one before and none before `low`. */
function spread(places: readonly number[], gap: number, low: number): number[] {
  let last = low - gap;
  return places.map((place) => {
    last = Math.max(place, last + gap);
    return last;
  });
}
