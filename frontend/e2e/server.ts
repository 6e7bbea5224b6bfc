import { execFile, spawn, type ChildProcess } from "node:child_process";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, "..", "..");
const PYTHON = process.env.PYTHON ?? join(ROOT, ".venv", "bin", "python");
const PATIENCE_MS = 120_000;

/** The environment without the settings of whoever runs the tests: a journey has its own. */
function environment(settings: Record<string, string>): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("SALES_") || name === "SALES_SITE_DIR");
  return {
    ...Object.fromEntries(kept),
    PYTHONPATH: ROOT,
    PYTHONUNBUFFERED: "1",
    POLARS_MAX_THREADS: "1",
    OPENBLAS_NUM_THREADS: "1",
    ...settings,
  };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((ready) => probe.listen(0, "127.0.0.1", ready));
  const { port } = probe.address() as AddressInfo;
  await new Promise((closed) => probe.close(closed));
  return port;
}

/** What the loader says of a file: `python -m ingestion` with these words. Fails when it refuses. */
export async function ingestion(...words: string[]): Promise<string> {
  const env = environment({});
  try {
    return (await run(PYTHON, ["-m", "ingestion", ...words], { env, cwd: ROOT })).stdout;
  } catch (failure) {
    const { code, stdout } = failure as { code?: number; stdout?: string };
    // lines were set aside: loaded all the same
    if (code === 1 && stdout !== undefined) return stdout;
    throw failure;
  }
}

export interface Keys {
  /** The settings of a server that asks for one of them. */
  readonly settings: Record<string, string>;
  add(role: string, rows: string): Promise<string>;
  withdraw(key: string): Promise<void>;
}

/** API keys in a file of their own. */
export function keysIn(file: string): Keys {
  const settings = { SALES_ACCESS: "required", SALES_ACCESS_FILE: file };
  const told = async (...words: string[]) =>
    (await run(PYTHON, ["-m", "backend.access", ...words], { env: environment(settings), cwd: ROOT })).stdout.trim();
  return {
    settings,
    add: (role, rows) => told("add", "--name", role, "--role", role, "--rows", rows),
    withdraw: async (key) => {
      await told("withdraw", key.split("_")[1] ?? "");
    },
  };
}

/** A server of its own over a store, which may be stopped and started again at the same address. */
export class Server {
  private process: ChildProcess | null = null;
  private said = "";

  private constructor(
    private readonly port: number,
    readonly store: string,
    private readonly settings: Record<string, string>,
  ) {}

  static async over(store: string, settings: Record<string, string> = {}): Promise<Server> {
    // a port that was free may be taken before the server has it
    for (let left = 2; ; left -= 1) {
      const server = new Server(await freePort(), store, settings);
      try {
        await server.start();
        return server;
      } catch (failure) {
        await server.stop();
        if (left === 0) throw failure;
      }
    }
  }

  get address(): string {
    return `http://localhost:${String(this.port)}`;
  }

  async start(): Promise<void> {
    const env = environment({
      SALES_PORT: String(this.port),
      SALES_DATA_DIR: this.store,
      SALES_LOG_LEVEL: "warning",
      SALES_DRAIN_SECONDS: "0",
      // a journey tells what is wrong, not what is slow where many share few processors
      SALES_REQUEST_TIMEOUT_SECONDS: "60",
      ...this.settings,
      // nor what many journeys at once ask from one address
      SALES_RATE_LIMIT_PER_MINUTE: "0",
      SALES_COST_PER_MINUTE: "0",
    });
    const started = spawn(PYTHON, ["-m", "backend"], { env, cwd: this.store, stdio: ["ignore", "pipe", "pipe"] });
    this.process = started;
    for (const stream of [started.stdout, started.stderr]) {
      stream.on("data", (part: Buffer) => (this.said += part.toString()));
    }
    await this.untilReady(started);
  }

  private async untilReady(started: ChildProcess): Promise<void> {
    const end = Date.now() + PATIENCE_MS;
    while (Date.now() < end && started.exitCode === null) {
      const answer = await fetch(`${this.address}/api/health/ready`, { signal: AbortSignal.timeout(5000) }).catch(
        () => null,
      );
      if (answer?.ok) return;
      await new Promise((later) => setTimeout(later, 100));
    }
    throw new Error(`The server did not start: ${this.said}`);
  }

  async stop(): Promise<void> {
    const running = this.process;
    if (running?.exitCode !== null) return;
    const ended = new Promise((done) => running.once("exit", done));
    // at once, as a crash would: open connections of the browser are not waited for
    running.kill("SIGKILL");
    await ended;
    this.process = null;
  }

  /** Loads a sales file into the store of this server, as the command line does. */
  async load(file: string, mode: "append" | "replace" = "append"): Promise<string> {
    return ingestion("load", file, "--data-dir", this.store, "--mode", mode);
  }
}
