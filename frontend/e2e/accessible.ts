import type { Page } from "@playwright/test";
import axeCore from "axe-core";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

export const THEMES = ["light", "dark"] as const;

/** The theme of the reader's system, which the dashboard follows unless its settings say otherwise. */
export async function inTheme(page: Page, theme: (typeof THEMES)[number]): Promise<void> {
  await page.emulateMedia({ colorScheme: theme });
}

/** What breaks WCAG 2.2 AA on the page as it is now: rule, place and reason of each, none when it is clean. */
export async function axe(page: Page, part = "body"): Promise<string[]> {
  // evaluated by the debugger, which no policy of the page stops
  await page.evaluate(axeCore.source);
  return page.evaluate(
    async ([tags, selector]) => {
      const { axe: checker } = globalThis as unknown as { axe: typeof axeCore };
      const { violations } = await checker.run(selector, { runOnly: { type: "tag", values: tags } });
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id} at ${String(target)}: ${failureSummary ?? ""}`),
      );
    },
    [TAGS, part] as const,
  );
}

/** Whether the page is wider than the window, so that it would have to be moved sideways. */
export async function isTooWide(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
}
