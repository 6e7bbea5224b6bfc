import type { Page } from "@playwright/test";
import { isDrawn } from "../e2e/drawn";

/** Milliseconds since the page was asked for, and the layout shift, as the browser itself counts them. */
export interface Seen {
  firstPaint: number;
  largestPaint: number;
  drawn: number;
  longestTask: number;
  layoutShift: number;
}

interface Watching {
  seen: Seen;
  /** When the whole page was drawn after `from`. */
  until: (from: number) => Promise<number>;
}

declare global {
  interface Window {
    watching: Watching;
  }
}

/** Begins before the page's own scripts. */
export async function watch(page: Page): Promise<void> {
  await page.addInitScript(`window.isDrawn = ${isDrawn.toString()}; (${begin.toString()})();`);
}

/** Runs in the page. */
function begin(): void {
  const { isDrawn: isWhole } = window as unknown as { isDrawn: () => boolean };
  const seen: Seen = { firstPaint: 0, largestPaint: 0, drawn: 0, longestTask: 0, layoutShift: 0 };
  const observe = (type: string, take: (entry: PerformanceEntry) => void) => {
    new PerformanceObserver((list) => {
      list.getEntries().forEach(take);
    }).observe({ type, buffered: true });
  };
  observe("paint", (entry) => {
    if (entry.name === "first-contentful-paint") seen.firstPaint = entry.startTime;
  });
  observe("largest-contentful-paint", (entry) => (seen.largestPaint = entry.startTime));
  observe("longtask", (entry) => (seen.longestTask = Math.max(seen.longestTask, entry.duration)));
  observe("layout-shift", (entry) => {
    const { value, hadRecentInput } = entry as unknown as { value: number; hadRecentInput: boolean };
    if (!hadRecentInput) seen.layoutShift += value;
  });
  const until = (from: number) =>
    new Promise<number>((done) => {
      let quiet = 0;
      let first = 0;
      // drawn for three frames in a row: charts start one a frame
      const look = () => {
        quiet = isWhole() ? quiet + 1 : 0;
        if (quiet === 1) first = performance.now();
        if (quiet === 3) done(first - from);
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
  window.watching = { seen, until };
  void until(0).then((time) => (seen.drawn = time));
}
