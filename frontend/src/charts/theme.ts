/** Inks of the plots, light and dark; lines and words each legible on their ground. */
import { useColorScheme } from "@mui/material";
import type { Colour } from "./model";
import { BETTER, GREY, GROUND, slotColour, tintColour, WORSE, type Scheme } from "./palette";

export interface Ink {
  readonly scheme: Scheme;
  readonly ground: string;
  readonly accent: string;
  readonly better: string;
  readonly worse: string;
  readonly grey: string;
  readonly text: string;
  readonly strong: string;
  readonly rule: string;
  readonly hatch: string;
}

const ink = (scheme: Scheme, words: Pick<Ink, "text" | "strong" | "rule" | "hatch">): Ink => ({
  scheme,
  ground: GROUND[scheme],
  accent: BETTER[scheme],
  better: BETTER[scheme],
  worse: WORSE[scheme],
  grey: GREY[scheme],
  ...words,
});

export const LIGHT = ink("light", { text: "#4A5562", strong: "#1B232C", rule: "#E3E7EC", hatch: "#C3CAD2" });
export const DARK = ink("dark", { text: "#B4BDC8", strong: "#EEF2F6", rule: "#2C343D", hatch: "#4A545F" });

// without quotes: a drawing's markup puts it into an attribute as it is
export const FONT = "system-ui, -apple-system, Segoe UI, Roboto, Helvetica Neue, Arial, sans-serif";

export function colourOf(colour: Colour | undefined, { scheme, accent, grey }: Ink): string {
  if (colour === undefined || colour === "accent") return accent;
  if (colour === "grey") return grey;
  return typeof colour === "number" ? slotColour(colour, scheme) : tintColour(colour.tint, scheme);
}

/** The same hue, nearer to the ground: what was then. */
export function lighter(colour: string, { ground }: Ink, part = 0.4): string {
  const mixed = channels(colour).map((value, index) =>
    Math.round(value * (1 - part) + (channels(ground)[index] ?? 0) * part),
  );
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}

/** The inks of the theme on screen. */
export function useInk(): Ink {
  const { mode, systemMode } = useColorScheme();
  return (mode === "system" ? systemMode : mode) === "dark" ? DARK : LIGHT;
}
