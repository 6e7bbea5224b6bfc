/** What a reader has set for this browser, and how it is kept. Pure; nothing stored is trusted. */

export interface Settings {
  readonly theme: "system" | "light" | "dark";
  readonly density: "comfortable" | "compact";
  readonly numbers: "compact" | "full";
  /** Names of week days beside dates. */
  readonly weekdays: boolean;
  /** Path that a bare address opens. */
  readonly landing: string;
  /** Query string that a bare address opens with. */
  readonly defaultView: string;
  readonly shortcuts: boolean;
  readonly reducedMotion: boolean;
  /** Colour slot, 1 to 8, of a member: `branch:Nairobi`. */
  readonly colours: Readonly<Record<string, number>>;
}

export const DEFAULT_SETTINGS: Settings = {
  theme: "system",
  density: "comfortable",
  numbers: "compact",
  weekdays: false,
  landing: "/",
  defaultView: "",
  shortcuts: true,
  reducedMotion: false,
  colours: {},
};

const CHOICES: Partial<Record<keyof Settings, readonly unknown[]>> = {
  theme: ["system", "light", "dark"],
  density: ["comfortable", "compact"],
  numbers: ["compact", "full"],
};

/** Settings of stored text; what does not fit is the default. */
export function readSettings(text: string | null): Settings {
  const stored = asRecord(parsed(text));
  const known = Object.entries(DEFAULT_SETTINGS).map(([name, standard]) => {
    const value = stored[name];
    return [name, fits(name as keyof Settings, value) ? value : (standard as unknown)];
  });
  const settings = Object.fromEntries(known) as Settings;
  return { ...settings, colours: slots(settings.colours) };
}

function fits(name: keyof Settings, value: unknown): boolean {
  const choices = CHOICES[name];
  if (choices) return choices.includes(value);
  return typeof value === typeof DEFAULT_SETTINGS[name] && value !== null;
}

function slots(colours: Settings["colours"]): Settings["colours"] {
  const isSlot = (slot: unknown) => typeof slot === "number" && Number.isInteger(slot) && slot >= 1 && slot <= 8;
  return Object.fromEntries(Object.entries(colours).filter(([, slot]) => isSlot(slot)));
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return null;
  }
}
