/** What a chart is made of, in the shapes that the API answers with. Pure types and the small rules that go with them. */
import { numberAs, type Kind } from "../format";

/** What the numbers of an axis are. */
export interface Measure {
  readonly kind: Kind;
  readonly currency: string;
}

export interface PointThen {
  readonly label: string | null;
  readonly value: number | null;
  readonly status: string | null;
}

/** One bucket as `salesTrends` answers it: `status` is COMPLETE, PARTIAL or NOT_LOADED. */
export interface ChartPoint {
  readonly label: string;
  readonly value: number | null;
  readonly status: string;
  /** Of a part: the data end in it, so that it may grow. */
  readonly running?: boolean;
  readonly timestamp?: string;
  readonly comparisons?: readonly PointThen[];
}

/** One line or set of bars; `colour` is the accent unless the series is a member with a slot. */
export interface ChartSeries {
  readonly name: string;
  readonly points: readonly ChartPoint[];
  readonly colour?: Colour;
}

/** A slot of the palette (0 to 7), the accent, a shade beside it, or the grey of Others. */
export type Colour = number | "accent" | "grey" | { readonly tint: number };

/** More lines than these in one plot cannot be told apart. */
export const MOST_LINES = 6;

/** Colours of their own belong to branches and lines: of anything else the first has the accent, the others shades. */
export function shaded(series: readonly ChartSeries[]): readonly ChartSeries[] {
  return series.map((one, place) => ({ ...one, colour: place === 0 ? "accent" : { tint: place - 1 } }));
}

export const isNotLoaded = (status: string | null): boolean => status === "NOT_LOADED";
export const isPartial = (status: string | null): boolean => status === "PARTIAL";

/** What is said of a bucket that is not whole. */
const PART_WORDS = { running: "so far", cut: "in part" } as const;

export function partWords({ status, running }: Pick<ChartPoint, "status" | "running">): string {
  if (!isPartial(status)) return "";
  return running === true ? PART_WORDS.running : PART_WORDS.cut;
}

/** The value that may be drawn: what was never loaded has none, whatever stands in it. */
export const drawn = ({ value, status }: { value: number | null; status: string | null }): number | null =>
  isNotLoaded(status) ? null : value;

/** Sums start at zero; a ratio, an average or a price may start where its values do. */
export const mayFit = (kind: Kind): boolean => ["ratio", "growth", "points", "unitPrice", "number"].includes(kind);

/** Short, for labels. */
export const short = (value: number, measure: Measure): string => numberAs(value, { ...measure, numbers: "compact" });

/** Every digit, for tooltips and reading aloud. */
export function full(value: number | null, measure: Measure): string {
  if (value === null) return "no value";
  const text = numberAs(value, { ...measure, numbers: "full" });
  return measure.kind === "money" || measure.kind === "unitPrice" ? `${measure.currency} ${text}` : text;
}
