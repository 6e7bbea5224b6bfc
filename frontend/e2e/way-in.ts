import type { Locator, Page } from "@playwright/test";

export const field = (page: Page): Locator => page.getByLabel("Key or token");

/** On the page that asks for it. */
export async function signIn(page: Page, key: string): Promise<void> {
  await field(page).fill(key);
  await page.getByRole("button", { name: "Sign in" }).click();
}
