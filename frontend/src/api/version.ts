/** Watches `/api/data-version`: whether the server is there, and whether newer data than those on screen were loaded. */
import { fetchAsReader } from "./access";
import type { DataVersion } from "./shell";

export interface Watched {
  /** Of the data on screen; null until the server was asked. */
  readonly shown: DataVersion | null;
  /** Of newer data that wait to be shown. */
  readonly waiting: DataVersion | null;
  /** The server answered that nothing was loaded yet. */
  readonly isEmpty: boolean;
  readonly isChecking: boolean;
  /** Since when the server does not answer, in ms; null while it does. */
  readonly awaySince: number | null;
  /** When it last answered, in ms; null until it did. */
  readonly answeredAt: number | null;
}

export type Happening =
  | { readonly kind: "asking" }
  | { readonly kind: "answered"; readonly version: DataVersion | null; readonly at: number }
  | { readonly kind: "failed"; readonly at: number }
  | { readonly kind: "accepted" };

export const NOTHING_KNOWN: Watched = {
  shown: null,
  waiting: null,
  isEmpty: false,
  isChecking: false,
  awaySince: null,
  answeredAt: null,
};

export function watched(before: Watched, happening: Happening): Watched {
  switch (happening.kind) {
    case "asking":
      return { ...before, isChecking: true };
    case "failed":
      return { ...before, isChecking: false, awaySince: before.awaySince ?? happening.at };
    case "accepted":
      return { ...before, shown: before.waiting ?? before.shown, waiting: null, isEmpty: false };
    case "answered":
      return answered(before, happening);
  }
}

type Answered = Extract<Happening, { readonly kind: "answered" }>;

function answered({ shown, isEmpty }: Watched, { version, at }: Answered): Watched {
  const known = { isChecking: false, awaySince: null, answeredAt: at };
  if (version === null) return { ...known, shown: null, waiting: null, isEmpty: true };
  const isNew = isEmpty || (shown !== null && version.version !== shown.version);
  return { ...known, shown: isNew ? shown : version, waiting: isNew ? version : null, isEmpty };
}

const EVERY_MS = 15_000;
const AWAY_EVERY_MS = 5_000;
const LONGEST_MS = 10_000;
const PATH = "/api/data-version";

/** One watch a page. Asks while the page is visible, at once on focus, reconnect and after a failed question. */
export class DataWatch {
  private state = NOTHING_KNOWN;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isStopped = false;
  private readonly listeners = new Set<() => void>();

  /** `onBack` is called when the server answers again. */
  constructor(private readonly onBack: () => void) {}

  readonly now = (): Watched => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  start(): () => void {
    const onSight = () => {
      if (document.visibilityState === "visible") this.check();
    };
    document.addEventListener("visibilitychange", onSight);
    window.addEventListener("focus", onSight);
    window.addEventListener("online", onSight);
    window.addEventListener("offline", onSight);
    this.isStopped = false;
    onSight();
    return () => {
      this.isStopped = true;
      clearTimeout(this.timer);
      document.removeEventListener("visibilitychange", onSight);
      window.removeEventListener("focus", onSight);
      window.removeEventListener("online", onSight);
      window.removeEventListener("offline", onSight);
    };
  }

  check(): void {
    if (!this.state.isChecking) void this.ask();
  }

  accept(): void {
    this.take({ kind: "accepted" });
  }

  private async ask(): Promise<void> {
    clearTimeout(this.timer);
    const wasAway = this.state.awaySince !== null;
    this.take({ kind: "asking" });
    try {
      this.take({ kind: "answered", version: await currentVersion(), at: Date.now() });
      if (wasAway) this.onBack();
    } catch {
      this.take({ kind: "failed", at: Date.now() });
    }
    if (this.isStopped) return;
    this.timer = setTimeout(
      () => {
        if (document.visibilityState === "visible") this.check();
      },
      this.state.awaySince === null ? EVERY_MS : AWAY_EVERY_MS,
    );
  }

  private take(happening: Happening): void {
    this.state = watched(this.state, happening);
    for (const listener of this.listeners) listener();
  }
}

/** The browser sends the ETag that it holds: an unchanged version costs a 304. */
async function currentVersion(): Promise<DataVersion | null> {
  const response = await fetchAsReader(PATH, { cache: "no-cache", signal: AbortSignal.timeout(LONGEST_MS) });
  if (response.ok || response.status === 503) {
    const { data, error } = (await response.json()) as { data: DataVersion | null; error: { code: string } | null };
    if (response.ok || error?.code === "NO_DATA") return data;
  }
  throw new Error(`The server answered with status ${response.status}.`);
}
