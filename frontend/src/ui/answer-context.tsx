/** Where the numbers inside a tile come from, for whatever shows one: their currency, zone and reasons of nulls. */
import { createContext, use, type ReactNode } from "react";
import type { Meta } from "../api/unwrap";

const AnswerContext = createContext<Meta | null>(null);

export function AnswerOf({ meta, children }: { readonly meta: Meta; readonly children: ReactNode }) {
  return <AnswerContext value={meta}>{children}</AnswerContext>;
}

/** Null outside of a tile. */
export function useMeta(): Meta | null {
  return use(AnswerContext);
}
