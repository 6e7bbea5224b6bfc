/** Plots start one a frame, those on screen first: many at once would hold up the page. */

interface Waiting {
  readonly element: HTMLElement;
  readonly start: () => void;
}

const waiting: Waiting[] = [];
let frame = 0;

/** Calls `start` in its turn; the answer takes the place in the queue back. */
export function startInTurn(element: HTMLElement, start: () => void): () => void {
  const place = { element, start };
  waiting.push(place);
  if (frame === 0) frame = requestAnimationFrame(next);
  return () => {
    const index = waiting.indexOf(place);
    if (index >= 0) waiting.splice(index, 1);
  };
}

function next(): void {
  const seen = waiting.findIndex(({ element }) => isOnScreen(element));
  const [turn] = waiting.splice(Math.max(seen, 0), 1);
  frame = waiting.length > 0 ? requestAnimationFrame(next) : 0;
  turn?.start();
}

function isOnScreen(element: HTMLElement): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < window.innerHeight;
}
