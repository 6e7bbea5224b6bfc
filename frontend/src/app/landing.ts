/** What a bare address opens: the page and the view of the reader's settings. Links, reloads and Back stay as they are. */
import { readSettings } from "../state/settings";
import { SETTINGS_KEY } from "../state/settings-context";
import { stored } from "../state/store";
import { placeOf } from "./routes";

export function land(): void {
  const { pathname, search } = window.location;
  const [opening] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  if (pathname !== "/" || search !== "" || opening?.type !== "navigate") return;
  const { landing, defaultView } = readSettings(stored(SETTINGS_KEY));
  const path = placeOf(landing) === null ? "/" : landing;
  window.history.replaceState(null, "", path + defaultView);
}
