/** A file of four columns is read by the same pages: what it does not carry is said, and never asked for in vain. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ingestion, Server } from "./server";
import { expect, test } from "./site";

const PAGES = ["/salespeople", "/products", "/profit", "/explore"];

test.slow();

/** Three months of a kettle and a pot in two branches: neither people, nor lines, nor units, nor cost. */
function sales(): string {
  const days = Array.from({ length: 90 }, (_, day) => new Date(Date.UTC(2024, 9, 3 + day)).toISOString().slice(0, 10));
  const lines = days.flatMap((day, index) => [
    `${day} 09:15:00,Kettle,Nairobi,${String(1200 + index * 7)}.50`,
    `${day} 16:40:00,Pot,${index % 3 === 0 ? "Kisumu" : "Nairobi"},${String(800 + index)}.25`,
  ]);
  return ["__time,ItemName,Branch,grossRevenue", ...lines, ""].join("\n");
}

test("what was never loaded is not asked for, and says why it is missing", async ({ page }) => {
  const folder = await mkdtemp(join(tmpdir(), "sales-few-"));
  const store = join(folder, "store");
  await writeFile(join(folder, "sales.csv"), sales());
  await ingestion("load", join(folder, "sales.csv"), "--data-dir", store);
  const server = await Server.over(store);
  try {
    for (const path of PAGES) {
      await page.goto(server.address + path);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await page.waitForLoadState("networkidle");
    }
    await page.goto(`${server.address}/settings`);
    await expect(page.getByRole("region", { name: "Branches" }).getByText("Kisumu")).toBeVisible();
    await expect(page.getByRole("region", { name: "Product lines" })).toContainText("No loaded file names any.");
    await page.goto(server.address);
    const orders = page.getByRole("radio", { name: /^Orders/ });
    await expect(orders.getByRole("img")).toHaveAccessibleName(/^no value: Never loaded/);
    await expect(orders).toContainText("units not loaded");
    await expect(page.getByRole("note").filter({ hasText: "No loaded file has units sold" })).toBeVisible();
    await page.getByTitle("Filter by line").click();
    await expect(page.getByRole("status").filter({ hasText: "No loaded file names any." })).toBeVisible();
    await page.keyboard.press("Escape");
    await page.keyboard.press("/");
    await expect(page.getByRole("option", { name: /Kettle/ })).toBeVisible();
  } finally {
    await page.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
