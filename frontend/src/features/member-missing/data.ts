/** A name from an old link that no line has: what the API says, and the nearest names it knows. Pure. */

interface Warning {
  readonly code: string;
  readonly message: string;
}

export interface MissingMember {
  readonly message: string;
  readonly nearest: readonly string[];
}

/** Null when the name is known. */
export function missingMember(warnings: readonly Warning[], name: string): MissingMember | null {
  const warning = warnings.find(({ code, message }) => code === "UNKNOWN_MEMBER" && message.includes(`'${name}'`));
  if (warning === undefined) return null;
  const [message = "", tail = ""] = warning.message.split(" Nearest: ");
  const names = /^'(.*)'\.$/.exec(tail)?.[1];
  return { message, nearest: names === undefined ? [] : names.split("', '") };
}
