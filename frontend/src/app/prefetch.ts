/** Fetches the page that the reader is about to open, and its answer: two at once at most, never against Save-Data. */
import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { fetchAhead } from "./ahead";

const HESITATION_MS = 80;
const MOST_AT_ONCE = 2;

let running = 0;

interface Saving {
  readonly connection?: { readonly saveData?: boolean };
}

function prefetch(answers: QueryClient, href: string): void {
  const isSaving = (navigator as Saving).connection?.saveData === true;
  if (isSaving || running >= MOST_AT_ONCE) return;
  running += 1;
  void fetchAhead(answers, new URL(href, window.location.origin)).finally(() => {
    running -= 1;
  });
}

interface Hints {
  readonly onPointerEnter: () => void;
  readonly onPointerLeave: () => void;
  readonly onFocus: () => void;
  readonly onBlur: () => void;
}

/** For a link: fetches once the pointer or the focus stays. */
export function usePrefetch(href: string): Hints {
  const answers = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const begin = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      prefetch(answers, href);
    }, HESITATION_MS);
  };
  const end = () => {
    clearTimeout(timer.current);
  };
  return { onPointerEnter: begin, onPointerLeave: end, onFocus: begin, onBlur: end };
}
