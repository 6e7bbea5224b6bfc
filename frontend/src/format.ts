/** Numbers and dates as people read them. Null is never shown as zero; a minus zero is zero. */

import * as intl from "./intl";
import { areDaysNamed } from "./state/day-words";

const LOCALE = "en";
const DAY_FIRST = "en-GB";
export const NONE = "—";

type Maybe = number | null | undefined;

/** What a number is of; `number` is a plain one, such as units of an order. */
export type Kind =
  "money" | "unitPrice" | "count" | "units" | "ratio" | "growth" | "points" | "number" | "date" | "text";
export type Numbers = "compact" | "full";

const isMissing = (value: Maybe): value is null | undefined => value === null || value === undefined;
const plain = (value: number): number => (value === 0 ? 0 : value);
const spaced = (text: string): string => text.replace(/[\u00a0\u202f]/g, " ");

const numberFormat = (options: Intl.NumberFormatOptions) => intl.numberFormat(LOCALE, options);

/** `KES 1.23M`: three digits, for tiles and axes. */
export function shortMoney(value: Maybe, currency: string): string {
  if (isMissing(value)) return NONE;
  const money = { style: "currency", currency, currencyDisplay: "code" } as const;
  return nothingIsZero(spaced(numberFormat({ ...money, ...threeDigits(value) }).format(plain(value))));
}

/** `1.23M`, where the unit is said once for a whole table. */
export function bareMoney(value: Maybe): string {
  return isMissing(value) ? NONE : nothingIsZero(numberFormat(threeDigits(value)).format(plain(value)));
}

function threeDigits(value: number): Intl.NumberFormatOptions {
  const size = Math.abs(value);
  const compact = { notation: "compact" } as const;
  if (size < 1) return { ...compact, minimumFractionDigits: 0, maximumFractionDigits: 2 };
  // `5.00M` beside `4.96M`, but `5` beside `4.5`
  return { ...compact, maximumSignificantDigits: 3, ...(size >= 1000 && { minimumSignificantDigits: 3 }) };
}

/** `1,234,567.89`, the unit being said elsewhere. */
function fullMoney(value: Maybe, currency?: string): string {
  if (isMissing(value)) return NONE;
  const digits = currency === undefined ? 2 : digitsOf(currency);
  return number(value, digits, digits);
}

/** `KES 1,240`: whole when large, for what one thing costs. */
function unitPrice(value: Maybe, currency: string): string {
  if (isMissing(value)) return NONE;
  const digits = Math.abs(value) >= 100 ? 0 : digitsOf(currency);
  const format = numberFormat({
    style: "currency",
    currency,
    currencyDisplay: "code",
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return nothingIsZero(spaced(format.format(plain(value))));
}

/** `1,240`, the unit being said elsewhere. */
function barePrice(value: Maybe): string {
  return isMissing(value) ? NONE : number(value, Math.abs(value) >= 100 ? 0 : 2, Math.abs(value) >= 100 ? 0 : 2);
}

/** `12,480`, every digit. */
export function count(value: Maybe): string {
  return isMissing(value) ? NONE : number(value, 0, 0);
}

/** `1.2M` from 100,000 on, every digit before. */
function shortCount(value: Maybe): string {
  if (isMissing(value)) return NONE;
  if (Math.abs(value) < 100_000) return number(value, 0, 3);
  return numberFormat({ notation: "compact", maximumSignificantDigits: 3 }).format(value);
}

/** Kilos and metres as they are, pieces without decimals. */
function units(value: Maybe): string {
  return isMissing(value) ? NONE : number(value, 0, 3);
}

/** `23.4 %` */
export function percent(value: Maybe, digits = 1): string {
  return isMissing(value) ? NONE : `${number(value * 100, digits, digits)} %`;
}

/** `+8.1 %`, `×12` from ten times on: how much more than before, as the API says it. */
export function growth(value: Maybe): string {
  if (isMissing(value)) return NONE;
  return value > 9.99 ? `×${count(value + 1)}` : `${signed(value * 100, (part) => number(part, 1, 1))} %`;
}

/** `+1.2 pp`: the change of a ratio, as the API says it, is told in points, never in per cent. */
export function pointsOf(difference: Maybe): string {
  return isMissing(difference) ? NONE : `${signed(difference * 100, (part) => number(part, 1, 1))} pp`;
}

/** A change with its sign, in the words of `format`. */
export function signed(value: number, format: (value: number) => string): string {
  const text = format(Math.abs(value));
  const isNothing = !/[1-9]/.test(text);
  if (isNothing) return text;
  return value > 0 ? `+${text}` : `-${text}`;
}

type Writer = (value: number, currency: string) => string;

const COMPACT: Readonly<Partial<Record<Kind, Writer>>> = {
  money: (value, currency) => (currency === "" ? bareMoney(value) : shortMoney(value, currency)),
  unitPrice: (value, currency) => (currency === "" ? barePrice(value) : unitPrice(value, currency)),
  count: shortCount,
  units: shortCount,
  ratio: (value) => percent(value),
  growth,
  points: pointsOf,
  number: (value) => number(value, Number.isInteger(value) ? 0 : 2, 2),
};

const FULL: Readonly<Partial<Record<Kind, Writer>>> = {
  money: (value, currency) => fullMoney(value, currency || undefined),
  unitPrice: (value, currency) => fullMoney(value, currency || undefined),
  count,
  units,
  ratio: (value) => percent(value, 2),
  growth,
  points: pointsOf,
  number: (value) => number(value, 0, 4),
};

interface Shown {
  readonly kind: Kind;
  /** Empty where the unit is said elsewhere. */
  readonly currency: string;
  readonly numbers: Numbers;
}

/** A number in the words of its kind; compact for tiles and axes, full for tables, tooltips and copies. */
export function numberAs(value: Maybe, { kind, currency, numbers }: Shown): string {
  if (isMissing(value)) return NONE;
  const writer = (numbers === "compact" ? COMPACT : FULL)[kind];
  return writer === undefined ? String(value) : writer(value, currency);
}

function number(value: number, minimumFractionDigits: number, maximumFractionDigits: number): string {
  return nothingIsZero(numberFormat({ minimumFractionDigits, maximumFractionDigits }).format(plain(value)));
}

/** `-0.0` is what is left of a small loss; it has no sign. */
function nothingIsZero(text: string): string {
  return /[1-9]/.test(text) ? text : text.replace("-", "");
}

function digitsOf(currency: string): number {
  return numberFormat({ style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/* Days and windows, in the zone of the business. Ends of windows are excluded. */

const DAY = { day: "numeric", month: "short", year: "numeric" } as const;
const dateFormat = (options: Intl.DateTimeFormatOptions) => intl.dateFormat(DAY_FIRST, options);

/** With the name of the week day where the reader wants it. */
const dayFormat = (timeZone: string): Intl.DateTimeFormat =>
  dateFormat({ ...(areDaysNamed() && { weekday: "short" }), ...DAY, timeZone });

const tidy = (text: string): string => text.replaceAll(",", "").replace(/\s+/g, " ").replaceAll("Sept", "Sep");

/** `1–18 Dec 2024` of an ISO window whose end is excluded. */
export function windowOf(start: string, end: string, timeZone: string): string {
  const last = new Date(new Date(end).getTime() - 1);
  const format = dayFormat(timeZone);
  // engines differ in the spaces round the dash
  const said = tidy(format.formatRange(new Date(start), last)).replace(/\s*–\s*/, " – ");
  return said.replace(/^(\d+) – (\d+) /, "$1–$2 ");
}

/** `31 Dec 2024` */
export function date(moment: string, timeZone: string): string {
  return tidy(dayFormat(timeZone).format(new Date(moment)));
}

/** `Dec 2024` of `2024-12`; what is no month stays as it is. */
export function month(name: string): string {
  const first = new Date(`${name}-01T00:00:00Z`);
  if (isNaN(first.getTime())) return name;
  return tidy(dateFormat({ month: "short", year: "numeric", timeZone: "UTC" }).format(first));
}

/** `Tue 31 Dec 2024` */
export function day(moment: string, timeZone: string): string {
  return tidy(dateFormat({ weekday: "short", ...DAY, timeZone }).format(new Date(moment)));
}

/** `Tue 31 Dec 2024, 23:59` */
export function instant(moment: string, timeZone: string): string {
  const time = dateFormat({ hour: "2-digit", minute: "2-digit", timeZone }).format(new Date(moment));
  return `${day(moment, timeZone)}, ${time}`;
}

/** How many local days a window of whole days has. */
export function daysIn(start: string, end: string): number {
  return Math.round((new Date(end).getTime() - new Date(start).getTime()) / 86_400_000);
}
