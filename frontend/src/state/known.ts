/** What an address may name: a day of the calendar, a zone that somebody keeps. Pure. */

const zones = new Map<string, boolean>();

/** 31 February is none: it would be read as a day of March. */
export function isDay(text: string | null): boolean {
  const read = /^\d{4}-\d\d-\d\d$/.test(text ?? "") ? new Date(`${text ?? ""}T00:00:00Z`) : new Date(NaN);
  return !isNaN(read.getTime()) && read.toISOString().startsWith(text ?? "");
}

/** Two days in order. */
export const isWindow = (from: string | null, to: string | null): boolean =>
  isDay(from) && isDay(to) && (from ?? "") <= (to ?? "");

export function isZone(timeZone: string): boolean {
  const known = zones.get(timeZone) ?? isKept(timeZone);
  zones.set(timeZone, known);
  return known;
}

function isKept(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** What a sort of the address, such as `-average-order-value`, is called by the API: `AVERAGE_ORDER_VALUE`. */
export const sortName = (text: string): string => text.replace(/^-/, "").replaceAll("-", "_").toUpperCase();
