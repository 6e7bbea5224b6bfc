/** Plots start a few a frame, those on screen first: many at once would hold up the page. */

/** What a frame has for starting: some quick ones, or one that takes longer. */
const FRAME_MS = 30;

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
    take(place);
  };
}

function next(): void {
  // the others start even if one fails
  frame = requestAnimationFrame(next);
  const end = performance.now() + FRAME_MS;
  // looked at before the first changes the page: a look after each would lay it out as often
  for (const place of [...waiting.filter(isOnScreen), ...waiting.filter((other) => !isOnScreen(other))]) {
    take(place);
    place.start();
    if (performance.now() >= end) break;
  }
  if (waiting.length > 0) return;
  cancelAnimationFrame(frame);
  frame = 0;
}

function take(place: Waiting): void {
  const index = waiting.indexOf(place);
  if (index >= 0) waiting.splice(index, 1);
}

function isOnScreen({ element }: Waiting): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < window.innerHeight;
}
