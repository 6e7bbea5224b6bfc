/** Numbers as people read them. Null is never shown as zero; a minus zero is zero. */

const LOCALE = "en";
const NONE = "—";

type Maybe = number | null | undefined;

const isMissing = (value: Maybe): value is null | undefined => value === null || value === undefined;
const plain = (value: number): number => (value === 0 ? 0 : value);
const spaced = (text: string): string => text.replace(/\u00a0/g, " ");

/** `KES 1.23M`: three digits, for tiles and axes. */
export function shortMoney(value: Maybe, currency: string): string {
  if (isMissing(value)) return NONE;
  const format = new Intl.NumberFormat(LOCALE, {
    style: "currency",
    currency,
    currencyDisplay: "code",
    notation: "compact",
    maximumSignificantDigits: 3,
  });
  return spaced(format.format(plain(value)));
}

/** `1,234,567.89`, the unit being said elsewhere. */
export function fullMoney(value: Maybe): string {
  if (isMissing(value)) return NONE;
  return new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(plain(value));
}

/** `12,480`, every digit. */
export function count(value: Maybe): string {
  return isMissing(value) ? NONE : new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 0 }).format(plain(value));
}

/** `23.4 %` */
export function percent(value: Maybe): string {
  return isMissing(value) ? NONE : `${oneDigit(value * 100)} %`;
}

/** `+8.1 %`, `×12` from ten times on: how much more than before, as the API says it. */
export function growth(value: Maybe): string {
  if (isMissing(value)) return NONE;
  return value > 9.99 ? `×${count(value + 1)}` : `${signed(value * 100, oneDigit)} %`;
}

/** `+1.2 pp`: the change of a ratio is told in points, never in per cent. */
export function points(now: Maybe, then: Maybe): string {
  return isMissing(now) || isMissing(then) ? NONE : `${signed((now - then) * 100, oneDigit)} pp`;
}

/** A change with its sign, in the words of `format`. */
export function signed(value: number, format: (value: number) => string): string {
  const text = format(Math.abs(value));
  const isNothing = !/[1-9]/.test(text);
  if (isNothing) return text;
  return value > 0 ? `+${text}` : `-${text}`;
}

/** `1–18 Dec 2024` of an ISO window whose end is excluded, in the zone of the business. */
export function window(start: string, end: string, timeZone: string): string {
  const last = new Date(new Date(end).getTime() - 1);
  const format = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short", year: "numeric", timeZone });
  return format.formatRange(new Date(start), last).replace(/[\u2009\u202f]/g, "");
}

function oneDigit(value: number): string {
  return new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(plain(value));
}
