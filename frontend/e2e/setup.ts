import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Server, ingestion } from "./server";

const ROWS = process.env.E2E_ROWS ?? "30000";

/** The same sample for every run, in a store at `folder`. */
async function load(folder: string): Promise<void> {
  const file = join(folder, "..", "sample.csv");
  await ingestion("seed", "--rows", ROWS, "--orders", "--out", file);
  await ingestion("load", file, "--data-dir", folder);
}

/**
 * Loads the sample once and serves it to every journey that only reads.
 *
 * E2E_STORE keeps the loaded sample in a folder for the next run; E2E_SITE asks a site that runs already, such as Vite's.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const temporary = await mkdtemp(join(tmpdir(), "sales-e2e-"));
  const store = process.env.E2E_STORE ?? join(temporary, "store");
  let server: Server | null = null;
  if (process.env.E2E_SITE === undefined) {
    if (!existsSync(store)) await load(store);
    server = await Server.over(store);
    process.env.E2E_SITE = server.address;
  }
  process.env.E2E_STORE = store;
  return async () => {
    await server?.stop();
    await rm(temporary, { recursive: true, force: true });
  };
}
