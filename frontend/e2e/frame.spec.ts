import { expect, test } from "./site";

const ADDRESSES = [
  "/",
  "/salespeople",
  "/products",
  "/branches",
  "/customers",
  "/profit",
  "/explore",
  "/data",
  "/diagnostics",
  "/settings",
];

for (const address of ADDRESSES) {
  test(`a link to ${address} opens it, within the policy`, async ({ page }) => {
    const answer = await page.goto(address);
    expect(answer?.status()).toBe(200);
    expect(answer?.headers()["content-security-policy"]).toContain("default-src 'none'");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    await page.waitForLoadState("networkidle");
  });
}
