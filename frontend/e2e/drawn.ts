import type { Page } from "@playwright/test";

/** Whether every part of the page has its answer and every chart its lines; runs in the page. */
export function isDrawn(): boolean {
  const main = document.querySelector("main");
  if (main === null || main.childElementCount === 0) return false;
  const waiting = '.MuiSkeleton-root, .bone, [role="status"][aria-label="Loading"], [aria-busy="true"]';
  if (main.querySelector(waiting) !== null) return false;
  // what is folded away has no width and is not drawn
  const charts = [...main.querySelectorAll("figure")].filter(({ clientWidth }) => clientWidth > 0);
  return charts.every((chart) => chart.querySelector('[role="img"] svg') !== null);
}

/** Waits until nothing on the page is on its way any more. */
export async function drawn(page: Page): Promise<void> {
  await page.waitForFunction(isDrawn);
}
