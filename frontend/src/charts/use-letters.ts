/** How large the reader's letters are beside the usual ones, and how high a chart is with them. */
import { useMediaQuery, useTheme } from "@mui/material";
import { useSyncExternalStore } from "react";

const USUAL = 16;
/** Of a chart on a phone: more of the page stays in sight beside it. */
export const PHONE_HEIGHT = 200;

/** 2 for letters twice as large; never below 1, so that small ones stay legible in a plot. */
export function useLetters(): number {
  return useSyncExternalStore(onResize, lettersNow);
}

/** Pixels of a chart that is so high with usual letters on a large screen. */
export function useChartHeight(usual: number): number {
  const letters = useLetters();
  const isPhone = useMediaQuery(useTheme().breakpoints.down("sm"), { noSsr: true });
  return Math.round((isPhone ? Math.min(usual, PHONE_HEIGHT) : usual) * letters);
}

function lettersNow(): number {
  const size = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  return Number.isNaN(size) ? 1 : Math.max(1, size / USUAL);
}

function onResize(changed: () => void): () => void {
  window.addEventListener("resize", changed);
  return () => {
    window.removeEventListener("resize", changed);
  };
}
