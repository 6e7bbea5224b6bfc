/** The reader's settings for every part of the page, kept in this browser and shared between its tabs. */
import { createContext, use, useMemo, type ReactNode } from "react";
import type { Settings } from "./settings";
import { SETTINGS_KEY, settingsNow, settingsOf } from "./settings-kept";
import { store, useStored } from "./store";

interface SettingsState {
  readonly settings: Settings;
  readonly change: (change: Partial<Settings>) => void;
}

const SettingsContext = createContext<SettingsState | null>(null);

export function SettingsProvider({ children }: { readonly children: ReactNode }) {
  const text = useStored(SETTINGS_KEY);
  const state = useMemo(() => ({ settings: settingsOf(text), change: changeSettings }), [text]);
  return <SettingsContext value={state}>{children}</SettingsContext>;
}

export function useSettings(): SettingsState {
  const state = use(SettingsContext);
  if (state === null) throw new Error("useSettings is used outside of SettingsProvider");
  return state;
}

function changeSettings(change: Partial<Settings>): void {
  store(SETTINGS_KEY, JSON.stringify({ ...settingsNow(), ...change }));
}
