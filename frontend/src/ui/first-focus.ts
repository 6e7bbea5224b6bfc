/** Where the focus goes when a layer opens. */
import { useEffect, useRef, type RefObject } from "react";

/** The attribute `autoFocus` is not enough: a layer that is drawn twice, as in development, gives the focus away again. */
export function useFirstFocus<Target extends HTMLElement>(isWanted = true): RefObject<Target | null> {
  const target = useRef<Target>(null);
  useEffect(() => {
    if (isWanted) target.current?.focus();
  }, [isWanted]);
  return target;
}
