/** The reader's settings for every part of the page, kept in this browser and shared between its tabs. */
import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from "react";
import { readSettings, type Settings } from "./settings";

export const SETTINGS_KEY = "sales.settings";

interface SettingsState {
  readonly settings: Settings;
  readonly change: (change: Partial<Settings>) => void;
}

const SettingsContext = createContext<SettingsState | null>(null);

export function SettingsProvider({ children }: { readonly children: ReactNode }) {
  const [settings, setSettings] = useState(() => readSettings(stored()));
  const change = useCallback((part: Partial<Settings>) => {
    const next = { ...readSettings(stored()), ...part };
    store(JSON.stringify(next));
    setSettings(next);
  }, []);
  useEffect(() => {
    const onStorage = ({ key }: StorageEvent) => {
      if (key === SETTINGS_KEY || key === null) setSettings(readSettings(stored()));
    };
    window.addEventListener("storage", onStorage);
    return () => {
      window.removeEventListener("storage", onStorage);
    };
  }, []);
  const state = useMemo(() => ({ settings, change }), [settings, change]);
  return <SettingsContext value={state}>{children}</SettingsContext>;
}

export function useSettings(): SettingsState {
  const state = use(SettingsContext);
  if (state === null) throw new Error("useSettings is used outside of SettingsProvider");
  return state;
}

// a browser may refuse its store altogether: the settings then last as long as the page
function stored(): string | null {
  try {
    return window.localStorage.getItem(SETTINGS_KEY);
  } catch {
    return null;
  }
}

function store(text: string): void {
  try {
    window.localStorage.setItem(SETTINGS_KEY, text);
  } catch {
    return;
  }
}
