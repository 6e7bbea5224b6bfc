/** What the API says of uploads, checks and loads. */
import type { Problem } from "./client";

export type Mode = "append" | "replace";

export interface Totals {
  readonly lines: number;
  readonly grossRevenue: number;
}

/** A local day of a branch before and after a replace. */
export interface ReplacedDay {
  readonly day: string;
  readonly branch: string | null;
  readonly before: Totals;
  readonly after: Totals;
}

export interface SourceColumn {
  readonly name: string;
  readonly samples: readonly string[];
  readonly filled: number;
  readonly of: number;
}

/** A column that a file may carry, and where the mapping takes it from. */
export interface Field {
  readonly column: string;
  readonly kind: string;
  readonly required: boolean;
  readonly definition: string;
  readonly header: string | null;
  readonly expression: string | null;
  readonly constant: string | null;
}

export interface Rule {
  readonly rule: string;
  readonly count: number;
  readonly hint: string;
  readonly examples: readonly {
    readonly line: number;
    readonly column: string | null;
    readonly value: string | null;
  }[];
}

interface Noticed {
  readonly code: string;
  readonly message: string;
  readonly count: number;
}

export interface Mapped {
  readonly upload: { readonly id: string; readonly name: string; readonly size: number } | null;
  readonly mapping: string | null;
  readonly fields: readonly Field[];
  readonly columns: readonly SourceColumn[];
  readonly ignored: readonly string[];
}

/** A file that could be loaded. */
export interface Findings extends Mapped {
  readonly outcome: "clean" | "quarantine";
  readonly lines: Readonly<Record<"in" | "clean" | "quarantined" | "blank" | "repeatedHeaders", number>>;
  readonly money: readonly { readonly column: string; readonly in: number }[];
  readonly unparsable: readonly { readonly column: string; readonly count: number }[];
  readonly rules: readonly Rule[];
  readonly notices: readonly Noticed[];
  readonly warnings: readonly { readonly code: string; readonly count: number }[];
  readonly evidence: readonly string[];
  readonly questions: readonly { readonly key: string; readonly text: string }[];
  readonly mode: Mode;
  readonly days: { readonly first: string; readonly last: string; readonly count: number } | null;
  readonly branches: readonly string[];
  readonly replaced: readonly ReplacedDay[];
  readonly replacedCount: number;
}

/** A file that would be refused: why, and what could still be read of it. */
export interface Refused extends Mapped {
  readonly outcome: "refused";
  readonly line: number | null;
  readonly problem: Problem;
}

export type Checked = Findings | Refused;

export interface Progress {
  readonly phase: "reading" | "building" | "published";
  readonly stage?: string;
  readonly lines?: number;
  readonly bytes?: number;
  readonly size?: number;
  readonly share?: number;
  readonly linesPerSecond?: number;
  readonly secondsLeft?: number | null;
}

export interface Balance {
  readonly lines: Readonly<Record<"in" | "loaded" | "duplicate" | "quarantined" | "blank" | "repeatedHeaders", number>>;
  readonly money: readonly {
    readonly column: string;
    readonly in: number;
    readonly loaded: number;
    readonly duplicate: number;
    readonly quarantined: number;
  }[];
  readonly isEqual: boolean;
}

export type LoadState =
  "running" | "stopping" | "loaded" | "unchanged" | "refused" | "failed" | "cancelled" | "undone" | "replaced" | "done";

export interface Load {
  readonly id: string;
  readonly kind: "load" | "undo" | "targets" | "rates";
  readonly by: "page" | "command";
  readonly state: LoadState;
  readonly cancellable: boolean;
  readonly file: string | null;
  readonly mode: string | null;
  readonly upload: string | null;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly progress: Progress | null;
  readonly loadId: string | null;
  readonly number: number | null;
  readonly isNewest: boolean;
  readonly version: string | null;
  readonly sha256: string | null;
  readonly mapping: string | null;
  readonly balance: Balance | null;
  readonly days: readonly [string, string] | null;
  readonly months: readonly string[];
  readonly quarantine: { readonly lines: number } | null;
  readonly unparsable: Readonly<Record<string, number>>;
  readonly notices: readonly Noticed[];
  readonly warnings: readonly { readonly code: string; readonly count: number }[];
  readonly replaced: readonly ReplacedDay[];
  readonly published: { readonly outcome: string; readonly error?: Problem } | null;
  readonly error: (Problem & { readonly line: number | null; readonly quarantineOf: string | null }) | null;
}

export interface Loads {
  readonly loads: readonly Load[];
  readonly running: string | null;
  /** A command that works on the store, in its own words. */
  readonly holder: string | null;
  /** How far that command is, when it tells. */
  readonly holderProgress: Progress | null;
  readonly uploads: { readonly isOn: boolean; readonly reason: string | null; readonly maxBytes: number };
}
