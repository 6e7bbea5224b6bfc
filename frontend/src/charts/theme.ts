/** Colours of the plots, light and dark; each at least 3:1 on its ground. */
export interface Palette {
  readonly accent: string;
  readonly before: string;
  readonly text: string;
  readonly rule: string;
}

export const LIGHT: Palette = { accent: "#1E65AA", before: "#6C97C4", text: "#4A5562", rule: "#DDE2E8" };
export const DARK: Palette = { accent: "#5EA2ED", before: "#7F9DBD", text: "#B4BDC8", rule: "#333B45" };
