/** Where an axis begins and ends, and what stands at its ticks. Pure. */
import { shortMoney, type Kind } from "../format";
import { numberFormat } from "../intl";
import { mayFit, type Measure } from "./model";

export interface Scale {
  readonly min: number;
  readonly max: number;
  readonly interval: number;
  /** The axis starts elsewhere than at zero, which the chart has to say. */
  readonly isFitted: boolean;
}

const STEPS = [1, 2, 2.5, 5, 10];
/** An axis is fitted only when the values take less than this part of the height above zero. */
const FIT_BELOW = 0.6;
/** Ticks of a percentage lie at least 0.1 % apart: nobody reads more of one. */
const LEAST_PART = 0.001;

/** Three to five ticks round all values. Sums include zero; what may fit does so when it would be flat otherwise. */
export function scaleOf(values: readonly number[], kind: Kind, ticks = 4): Scale {
  const known = values.length > 0 ? values : [0];
  const low = Math.min(...known);
  const high = Math.max(...known);
  const isFitted = mayFit(kind) && fits(low, high);
  const least = isPercent(kind) ? LEAST_PART : 0;
  const [from, to] = isFitted ? [low, high] : [Math.min(low, 0), Math.max(high, 0)];
  const span = to > from ? to - from : Math.abs(to) / 2 || 1;
  return scaleWithin(from, to, Math.max(niceStep(span / ticks), least), ticks);
}

const isPercent = (kind: Kind): boolean => kind === "ratio" || kind === "growth" || kind === "points";

/** Values that cross zero begin and end between two ticks: steps grow until no more than `most` hold them. */
function scaleWithin(from: number, to: number, interval: number, most: number): Scale {
  const scale = scaleBetween(from, to, interval);
  const isFull = Math.round((scale.max - scale.min) / interval) > most;
  return isFull ? scaleWithin(from, to, niceStep(interval * 1.01), most) : scale;
}

function scaleBetween(from: number, to: number, interval: number): Scale {
  const min = rounded(Math.floor(from / interval + 1e-9) * interval);
  const max = rounded(Math.ceil(to / interval - 1e-9) * interval);
  return { min, max: max > min ? max : rounded(min + interval), interval, isFitted: min > 0 || max < 0 };
}

function fits(low: number, high: number): boolean {
  const isOneSided = low > 0 || high < 0;
  return isOneSided && (high - low) / Math.max(Math.abs(low), Math.abs(high)) < FIT_BELOW;
}

function niceStep(raw: number): number {
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = STEPS.find((nice) => nice * power >= raw * (1 - 1e-9)) ?? 10;
  return rounded(step * power);
}

function rounded(value: number): number {
  return Number(value.toPrecision(12));
}

/** `1.5M`, `18 %`: the unit is said in the subtitle, so an axis names numbers only. */
export function tickText(value: number, { kind }: Measure, interval: number): string {
  if (isPercent(kind)) return percentTick(value, interval);
  const format = numberFormat("en", { notation: "compact", maximumSignificantDigits: 3 });
  return format.format(value === 0 ? 0 : value);
}

function percentTick(value: number, interval: number): string {
  const digits = [0, 1].find((places) => isWhole(interval * 100 * 10 ** places)) ?? 2;
  const format = numberFormat("en", { maximumFractionDigits: digits, minimumFractionDigits: digits });
  return `${format.format(value === 0 ? 0 : value * 100)} %`;
}

const isWhole = (value: number): boolean => Math.abs(value - Math.round(value)) < 1e-9;

/** `axis starts at 18 %`, or null when it starts at zero. */
export function badgeOf(scale: Scale, measure: Measure): string | null {
  if (!scale.isFitted) return null;
  const { kind, currency } = measure;
  if (kind === "unitPrice") return `axis starts at ${shortMoney(scale.min, currency)}`;
  return `axis starts at ${tickText(scale.min, measure, scale.interval)}`;
}

/** The API's labels as they fit under an axis: the year is said first and whenever it changes. */
export function axisLabels(labels: readonly string[]): string[] {
  const years = labels.map(yearOf);
  return labels.map((label, index) => {
    const hour = /^(\d\d:\d\d) /.exec(label)?.[1];
    if (hour !== undefined) return hour;
    // the year of a week is that of its last day
    if (label.includes("–")) return label.replace(/–.*$/, "");
    const bare = label.replace(/ ?\b\d{4}\b/, "");
    const year = years[index] ?? "";
    return bare === "" || year !== years[index - 1] ? withYear(bare, year) : bare;
  });
}

const yearOf = (label: string): string => /\b(\d{4})\b/.exec(label)?.[1] ?? "";
const withYear = (bare: string, year: string): string => [bare, year].filter((part) => part !== "").join(" ");
