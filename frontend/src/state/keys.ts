/** Keys of the whole page and of a focused tile: which key means what, and when it means nothing. */

export const TILE_KEYS = { twin: "t", proof: "i", export: "e", link: "l" } as const;

type Pressed = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "target" | "defaultPrevented">;

const LAYERS = '[role="dialog"], [role="menu"], [role="listbox"], .MuiModal-root';
/** A box to tick holds no text: a letter typed on it is not its own. */
const FIELDS =
  'input:not([type="checkbox"], [type="radio"], [type="button"]), textarea, select, [contenteditable="true"]';
/** Roles that have arrows, letters or both for themselves. */
const OWN_KEYS =
  'input[type="radio"], [role="slider"], [role="radiogroup"], [role="grid"], [role="tablist"], [role="toolbar"]';

/** Whether a key pressed now is a shortcut at all: not in a field, not with a layer open, not with Ctrl, Alt, Cmd. */
export function isShortcut(pressed: Pressed): boolean {
  const { key, target } = pressed;
  if (isTaken(pressed)) return false;
  // a layer holds the focus until it closes, and is drawn a little longer while it fades
  if (!(target instanceof Element) || target === document.body) return !hasOpenLayer();
  if (target.closest(LAYERS) !== null) return false;
  return target.closest(key.startsWith("Arrow") ? `${FIELDS}, ${OWN_KEYS}` : FIELDS) === null;
}

function isTaken({ ctrlKey, metaKey, altKey, defaultPrevented }: Pressed): boolean {
  return defaultPrevented || ctrlKey || metaKey || altKey;
}

export function hasOpenLayer(): boolean {
  return [...document.querySelectorAll(LAYERS)].some((layer) => layer.closest('[aria-hidden="true"]') === null);
}

// set by the frame from the reader's settings, read by tiles: one switch turns all shortcuts off
let areOn = true;

export function switchShortcuts(on: boolean): void {
  areOn = on;
}

/** What a key means in a focused tile; null when it means nothing there. */
export function tileKey(event: Pressed): keyof typeof TILE_KEYS | null {
  if (!areOn || !isShortcut(event)) return null;
  const found = Object.entries(TILE_KEYS).find(([, key]) => key === event.key);
  return (found?.[0] as keyof typeof TILE_KEYS | undefined) ?? null;
}
