/** The name of a member as one part of a path, and back. Pure. */

/** A part of dots alone goes up the path, escaped or not: such a name has a tilde before it. */
const DOTS = /^~*\.{1,2}$/;

export function partOf(name: string): string {
  return encodeURIComponent(DOTS.test(name) ? `~${name}` : name);
}

/** Null for what no name is written as. */
export function nameIn(part: string): string | null {
  try {
    const name = decodeURIComponent(part);
    return DOTS.test(name) ? name.replace("~", "") : name;
  } catch {
    return null;
  }
}
