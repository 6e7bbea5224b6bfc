/** A file on its way from the reader's disk to a verdict: sent once, then looked at again with each change. */
import { useEffect, useRef, useState } from "react";
import { Failure, unreachable } from "../../api/client";
import { checkAgain, checkFile } from "../../api/loads";
import type { Checked, Mode } from "../../api/load-types";

export interface Check {
  /** Null until a file is chosen. */
  readonly name: string | null;
  readonly mode: Mode;
  /** The mapping that the next look is asked with; null leaves it to the server. */
  readonly mapping: string | null;
  readonly checked: Checked | null;
  readonly failure: Failure | null;
  /** Share of the file that was sent; null when nothing is being sent. */
  readonly sent: number | null;
  readonly isChecking: boolean;
}

const NOTHING: Check = {
  name: null,
  mode: "append",
  mapping: null,
  checked: null,
  failure: null,
  sent: null,
  isChecking: false,
};

export interface Checking {
  readonly check: Check;
  readonly send: (file: File) => void;
  readonly again: (change: { readonly mapping?: string; readonly mode?: Mode }) => void;
  readonly reset: () => void;
}

export function useCheck(): Checking {
  const [check, setCheck] = useState<Check>(NOTHING);
  const asking = useRef<AbortController | null>(null);
  useEffect(() => () => asking.current?.abort(), []);
  const patch = (change: Partial<Check>): void => {
    setCheck((before) => ({ ...before, ...change }));
  };

  /** Only the newest question may answer. */
  const ask = (question: (signal: AbortSignal) => Promise<Checked>): void => {
    asking.current?.abort();
    const now = new AbortController();
    asking.current = now;
    question(now.signal).then(
      (checked) => {
        if (!now.signal.aborted) patch({ ...ENDED, checked, mapping: checked.mapping });
      },
      (error: unknown) => {
        if (!now.signal.aborted) patch({ ...ENDED, failure: error instanceof Failure ? error : unreachable() });
      },
    );
  };

  return {
    check,
    send: (file) => {
      setCheck({ ...NOTHING, name: file.name, sent: 0, isChecking: true });
      ask((signal) =>
        checkFile(file, {
          mode: NOTHING.mode,
          signal,
          onSent: (sent) => {
            patch({ sent });
          },
        }),
      );
    },
    again: (change) => {
      const { mode, mapping } = { ...check, ...change };
      const upload = check.checked?.upload?.id;
      if (upload === undefined) return;
      patch({ mode, mapping, isChecking: true, failure: null });
      ask((signal) => checkAgain({ upload, mapping, mode }, signal));
    },
    reset: () => {
      asking.current?.abort();
      setCheck(NOTHING);
    },
  };
}

const ENDED = { isChecking: false, sent: null, failure: null } as const;
