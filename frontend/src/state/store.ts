/** The browser's own store, which it may refuse: what is kept then lasts as long as the page. */
import { useSyncExternalStore } from "react";

const CHANGED = "sales-store";
const memory = new Map<string, string>();

export function stored(key: string): string | null {
  // what could not be kept is newer than what is
  const held = memory.get(key);
  if (held !== undefined) return held;
  try {
    return window.localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function store(key: string, text: string): void {
  try {
    window.localStorage.setItem(key, text);
    memory.delete(key);
  } catch {
    memory.set(key, text);
  }
  window.dispatchEvent(new Event(CHANGED));
}

/** The stored text, drawn anew when this or another tab changes it. */
export function useStored(key: string): string | null {
  return useSyncExternalStore(onChange, () => stored(key));
}

function onChange(listener: () => void): () => void {
  window.addEventListener(CHANGED, listener);
  window.addEventListener("storage", listener);
  return () => {
    window.removeEventListener(CHANGED, listener);
    window.removeEventListener("storage", listener);
  };
}
