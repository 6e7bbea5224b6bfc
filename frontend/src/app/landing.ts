/** What a bare address opens: the page and the view of the reader's settings. Links, reloads and Back stay as they are. */
import { settingsNow } from "../state/settings-kept";
import { placeOf } from "./routes";

export function land(): void {
  const { pathname, search } = window.location;
  const [opening] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  if (pathname !== "/" || search !== "" || opening?.type !== "navigate") return;
  const { landing, defaultView } = settingsNow();
  const path = placeOf(landing) === null ? "/" : landing;
  window.history.replaceState(null, "", path + defaultView);
}
