/** Where the numbers inside a tile come from, for whatever shows one: their currency, zone and reasons of nulls. */
import { createContext, use, type ReactNode } from "react";
import type { Meta } from "../api/unwrap";

const AnswerContext = createContext<Meta | null>(null);

export function AnswerOf({ meta, children }: { readonly meta: Meta; readonly children: ReactNode }) {
  return <AnswerContext value={meta}>{children}</AnswerContext>;
}

const UnitContext = createContext(true);

/** Inside, money is written without its currency: the head says it once. */
export function UnitSaid({ children }: { readonly children: ReactNode }) {
  return <UnitContext value={false}>{children}</UnitContext>;
}

/** Currency to write beside money, empty where it is said once for all. */
export function useCurrency(): string {
  const currency = use(AnswerContext)?.currency ?? "KES";
  return use(UnitContext) ? currency : "";
}

/** Null outside of a tile. */
export function useMeta(): Meta | null {
  return use(AnswerContext);
}
