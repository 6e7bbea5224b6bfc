/** Asks the question of the opened page. Imported before all else, so that the answer comes while the rest is read. */
import { QueryClient } from "@tanstack/react-query";
import { fetchAhead } from "./ahead";
import { keepTexts } from "../api/client";
import { land } from "./landing";

const SETTLED_MS = 20_000;

export const answers = new QueryClient();
land();
void fetchAhead(answers, new URL(window.location.href));
setTimeout(() => void keepTexts(), SETTLED_MS);
