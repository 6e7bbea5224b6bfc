/** How wide a place on the page is, in whole pixels; 0 until it is known. */
import { useEffect, useState, type RefObject, useRef } from "react";

export function useWidth(): readonly [RefObject<HTMLDivElement | null>, number] {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    // not `clientWidth`, which is rounded up: what is watched would be another width, and all drawn twice
    setWidth(Math.floor(element.getBoundingClientRect().width));
    let frame = 0;
    const watcher = new ResizeObserver(([entry]) => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => {
        if (entry) setWidth(Math.floor(entry.contentRect.width));
      });
    });
    watcher.observe(element);
    return () => {
      cancelAnimationFrame(frame);
      watcher.disconnect();
    };
  }, []);
  return [place, width];
}
