/** Names at the ends of lines: how wide they are and where they go when they would cover each other. Pure. */

const CHARACTER = 6.1;
const WIDEST = 132;

/** About how wide words are at 11 px; the browser is not asked, so that a drawing is the same everywhere. */
export function widthOf(texts: readonly string[]): number {
  const longest = Math.max(0, ...texts.map((text) => text.length));
  return Math.min(WIDEST, Math.ceil(longest * CHARACTER));
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
