/** Code and answer of a page before it is drawn. */
import type { QueryClient } from "@tanstack/react-query";
import { parseView } from "../state/view";
import { codeOf, declaredAt, placeOf } from "./routes";

/** Both at once; the page itself says what cannot be had. */
export async function fetchAhead(answers: QueryClient, { pathname, search }: URL): Promise<void> {
  const place = placeOf(pathname);
  if (place === null) return;
  const { load, ask } = codeOf(place);
  const { view } = parseView(search, declaredAt(pathname));
  await Promise.allSettled([ask?.({ answers, view, name: place.name }), load()]);
}
