/** Fetches the code of a page that the reader is about to open: two at once at most, never against Save-Data. */
import { useRef } from "react";
import type { PageCode } from "./routes";

const HESITATION_MS = 80;
const MOST_AT_ONCE = 2;

const fetched = new Set<PageCode>();
let running = 0;

interface Saving {
  readonly connection?: { readonly saveData?: boolean };
}

function prefetch(page: PageCode): void {
  const isSaving = (navigator as Saving).connection?.saveData === true;
  if (isSaving || running >= MOST_AT_ONCE || fetched.has(page)) return;
  fetched.add(page);
  running += 1;
  page
    .load()
    // the page itself says it when its code cannot be had
    .catch(() => fetched.delete(page))
    .finally(() => {
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
export function usePrefetch(page: PageCode): Hints {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const begin = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      prefetch(page);
    }, HESITATION_MS);
  };
  const end = () => {
    clearTimeout(timer.current);
  };
  return { onPointerEnter: begin, onPointerLeave: end, onFocus: begin, onBlur: end };
}
