import { expect, type Locator, type Page } from "@playwright/test";

export const field = (page: Page): Locator => page.getByLabel("Key or token");

/** On the page that asks for it. */
export async function signIn(page: Page, key: string): Promise<void> {
  await field(page).fill(key);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** With a key that opens it; until it does, the page that asks is itself all there. */
export async function enter(page: Page, key: string): Promise<void> {
  await signIn(page, key);
  await expect(field(page)).toBeHidden();
}
