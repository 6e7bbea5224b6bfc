import { createSign, generateKeyPairSync, type KeyObject } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { drawn } from "./drawn";
import { Server } from "./server";
import { expect, test } from "./site";
import { enter, signIn } from "./way-in";

test.describe.configure({ timeout: 180_000 });
test.use({ expectedErrors: [/status of 40[13]/] });

const KEY_ID = "of-this-journey";
const SETTINGS = { SALES_JWT_KEY_ID: KEY_ID, SALES_JWT_ISSUER: "https://who.example", SALES_JWT_AUDIENCE: "sales" };

const now = () => Math.floor(Date.now() / 1000);
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A token as an identity provider signs it, for a viewer of Thika, valid for an hour. */
function signed(key: KeyObject, claims: Record<string, unknown> = {}): string {
  const own = { iss: SETTINGS.SALES_JWT_ISSUER, aud: SETTINGS.SALES_JWT_AUDIENCE, sub: "wanjiku", role: "viewer" };
  const all = { ...own, rows: { branch: ["Thika"] }, nbf: now() - 60, exp: now() + 3600, ...claims };
  const head = `${part({ alg: "RS256", typ: "JWT", kid: KEY_ID })}.${part(all)}`;
  return `${head}.${createSign("RSA-SHA256").update(head).sign(key, "base64url")}`;
}

test("a token of the identity provider opens its rows until it expires, and no other token does", async ({
  page,
  ownSite,
}) => {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const file = join(ownSite.store, "..", "public.pem");
  await writeFile(file, publicKey.export({ type: "spki", format: "pem" }));
  const own = { SALES_ACCESS: "required", SALES_JWT_KEY_FILE: file, SALES_JWT_LEEWAY_SECONDS: "0" };
  const server = await Server.over(ownSite.store, { ...own, ...SETTINGS });
  try {
    await page.goto(`${server.address}/branches?p=quarter`);
    const foreign = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
    const refused = [
      signed(privateKey, { aud: "another" }),
      signed(privateKey, { exp: now() - 1 }),
      signed(privateKey, { role: "owner" }),
      signed(foreign),
    ];
    for (const token of refused) {
      await signIn(page, token);
      await expect(page.getByRole("alert")).toContainText("That key is not in force.");
    }
    const ends = now() + 30;
    await enter(page, signed(privateKey, { exp: ends }));
    await drawn(page);
    const rows = page.getByRole("region", { name: "Branches" }).locator("tbody tr");
    await expect(rows).toHaveCount(1);
    await expect(rows).toContainText("Thika");
    await expect.poll(() => now() > ends, { timeout: 60_000 }).toBe(true);
    await page.keyboard.press("y");
    await expect(page.getByRole("alert")).toContainText("your key is no longer in force");
    await enter(page, signed(privateKey));
    await drawn(page);
    await expect(rows).toHaveCount(1);
    await page.close();
  } finally {
    await server.stop();
  }
});
