import { test as base, expect, type BrowserContext, type ConsoleMessage } from "@playwright/test";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keysIn, Server, type Keys } from "./server";

interface Given {
  /** The site that every journey shares: read it, never change it. `page.goto("/products")` goes there. */
  site: { address: string };
  /** A copy of the loaded sample with a server of its own: stop it, start it again, load into it. */
  ownSite: Server;
  /** Such a copy that asks for a key. */
  guardedSite: Guarded;
  /** Console errors that a journey is about, such as those of a server that is away. */
  expectedErrors: RegExp[];
  /** Fails a test whose pages said an error or broke the content security policy. */
  quiet: null;
}

// a browser tells of a broken policy as an error of the console
const isError = (message: ConsoleMessage) => message.type() === "error";

interface Guarded {
  readonly server: Server;
  readonly keys: Keys;
  readonly admin: string;
}

/** A copy of the loaded sample in a folder that goes with the test. */
async function withCopy(name: string, hand: (store: string, folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), `sales-${name}-`));
  const store = join(folder, "store");
  await cp(process.env.E2E_STORE ?? "", store, { recursive: true });
  await hand(store, folder);
  await rm(folder, { recursive: true, force: true });
}

export const test = base.extend<Given>({
  site: async ({ baseURL }, give) => {
    await give({ address: baseURL ?? "" });
  },

  // a timeout of its own: copying and starting is not part of the journey
  ownSite: [
    async ({ browserName, context }, give) => {
      await withCopy(browserName, async (store) => {
        const server = await Server.over(store);
        await give(server);
        await left(context);
        await server.stop();
      });
    },
    { timeout: 180_000 },
  ],

  guardedSite: [
    async ({ browserName, context }, give) => {
      await withCopy(browserName, async (store, folder) => {
        const keys = keysIn(join(folder, "access.yaml"));
        const admin = await keys.add("admin", "all");
        const server = await Server.over(store, keys.settings);
        await give({ server, keys, admin });
        await left(context);
        await server.stop();
      });
    },
    { timeout: 180_000 },
  ],

  expectedErrors: [[], { option: true }],

  quiet: [
    async ({ context, expectedErrors }, give) => {
      const said: string[] = [];
      const note = (text: string) => {
        if (!expectedErrors.some((expected) => expected.test(text))) said.push(text);
      };
      context.on("console", (message) => {
        if (isError(message)) note(`${message.text()} (${message.location().url})`);
      });
      context.on("weberror", (failure) => {
        note(failure.error().stack ?? String(failure.error()));
      });
      await give(null);
      expect(said, "errors in the console").toEqual([]);
    },
    { auto: true },
  ],
});

/** A page that still asks when its server ends would tell of errors that no reader sees. */
async function left(context: BrowserContext): Promise<void> {
  await Promise.all(context.pages().map((page) => page.close()));
}

export { expect };
