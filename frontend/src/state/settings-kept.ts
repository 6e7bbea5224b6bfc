/** The settings as the browser keeps them, for what is written outside of components, such as days in words. */
import { readSettings, type Settings } from "./settings";
import { stored } from "./store";

// index.html reads it too, before the first paint
export const SETTINGS_KEY = "sales.settings";

let last: { readonly text: string | null; readonly settings: Settings } | null = null;

/** Read anew when the text is another: days are written often. */
export function settingsOf(text: string | null): Settings {
  if (last?.text !== text) last = { text, settings: readSettings(text) };
  return last.settings;
}

export const settingsNow = (): Settings => settingsOf(stored(SETTINGS_KEY));
