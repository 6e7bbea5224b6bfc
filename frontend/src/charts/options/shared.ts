/** What every plot over time has in common: the grid, the two axes, and the band of what was never loaded. Pure. */
import { axisLabels, tickText, type Scale } from "../axis";
import { isNotLoaded, type ChartSeries, type Measure } from "../model";
import { widthOf } from "../labels";
import type { BarSeriesOption, CategoryAxis, GridOption, PlotOption, ValueAxis } from "../modules";
import { FONT, type Ink } from "../theme";

export interface PlotSize {
  readonly width: number;
  readonly height: number;
}

export const TOP = 14;
export const BOTTOM = 24;
export const LABEL = 11;

export const base = (ink: Ink): PlotOption => ({
  animation: false,
  textStyle: { fontFamily: FONT, fontSize: LABEL, color: ink.text },
});

export function grid(right: number): GridOption {
  return { left: 4, right, top: TOP, bottom: BOTTOM, outerBoundsContain: "axisLabel" };
}

/** A category axis of the API's own labels: which day a sale is of was decided there. */
export function timeAxis(labels: readonly string[], ink: Ink, isBand: boolean) {
  return {
    type: "category" as const,
    data: axisLabels(labels),
    boundaryGap: isBand,
    axisTick: { show: false },
    axisLine: { show: false },
    axisLabel: { color: ink.text, fontSize: LABEL, hideOverlap: true, margin: 8 },
    axisPointer: {
      show: true,
      type: isBand ? ("shadow" as const) : ("line" as const),
      snap: true,
      label: { show: false },
      lineStyle: { color: ink.text, width: 1, type: "solid" as const },
      shadowStyle: { color: ink.hatch, opacity: 0.25 },
    },
  };
}

export function valueAxis(scale: Scale, measure: Measure, ink: Ink) {
  return {
    type: "value" as const,
    min: scale.min,
    max: scale.max,
    interval: scale.interval,
    axisLabel: {
      color: ink.text,
      fontSize: LABEL,
      formatter: (value: number) => tickText(value, measure, scale.interval),
    },
    axisPointer: { show: false },
    splitLine: { lineStyle: { color: ink.rule, width: 1 } },
  };
}

/** The line of zero, where values cross it. */
export function zeroLine(scale: Scale, ink: Ink) {
  const isCrossed = scale.min < 0 && scale.max > 0;
  if (!isCrossed) return {};
  return {
    markLine: {
      silent: true,
      symbol: "none",
      label: { show: false },
      lineStyle: { color: ink.text, width: 1, type: "solid" as const },
      data: [{ yAxis: 0 }],
    },
  };
}

/** Thin stripes that lean to the right. */
export const decal = (color: string) => ({
  symbol: "rect",
  dashArrayX: [1, 0],
  dashArrayY: [1.5, 4.5],
  rotation: -Math.PI / 4,
  color,
});

const NOT_LOADED = "not loaded";

interface Band {
  readonly series: readonly BarSeriesOption[];
  /** Of the band alone: beside it bars keep their width, and it has its full height. */
  readonly xAxis: readonly CategoryAxis[];
  readonly yAxis: readonly ValueAxis[];
}

/** An axis that nobody sees costs as much as one that is. */
const NO_BAND: Band = { series: [], xAxis: [], yAxis: [] };
const UNSEEN = { show: false, axisPointer: { show: false } };

/** A hatched band over each run of buckets that were never loaded, with words where it is as wide as they are. */
export function notLoadedBand(series: readonly ChartSeries[], width: number, ink: Ink, isBand: boolean): Band {
  const missing = missingBuckets(series);
  if (!missing.some(Boolean)) return NO_BAND;
  return {
    series: [bandSeries(missing, width, ink)],
    xAxis: [{ type: "category", data: missing.map((_, index) => index), boundaryGap: isBand, ...UNSEEN }],
    yAxis: [{ type: "value", min: 0, max: 1, ...UNSEEN }],
  };
}

function bandSeries(missing: readonly boolean[], width: number, ink: Ink): BarSeriesOption {
  const room = (width - TICKS) / missing.length;
  const named = new Map(
    runs(missing).flatMap(([from, to]) =>
      (to - from + 1) * room > widthOf(NOT_LOADED) + 4 ? [[Math.floor((from + to) / 2), (to - from) % 2] as const] : [],
    ),
  );
  return {
    type: "bar",
    name: NOT_LOADED,
    xAxisIndex: 1,
    yAxisIndex: 1,
    barWidth: "100%",
    silent: true,
    z: 1,
    itemStyle: { color: "transparent", decal: decal(ink.hatch) },
    data: missing.map((isMissing, index) => ({
      value: isMissing ? 1 : "-",
      label: {
        show: isMissing && named.has(index),
        position: "insideTop" as const,
        // between the two buckets in the middle of a run of an even number
        offset: [((named.get(index) ?? 0) * room) / 2, 0],
        formatter: () => NOT_LOADED,
        color: ink.text,
        backgroundColor: ink.ground,
        padding: [2, 4],
        fontSize: LABEL,
      },
    })),
  };
}

/** About what the ticks of the values take of the width. */
const TICKS = 48;

/** A bucket is missing when no series has it. */
export function missingBuckets(series: readonly ChartSeries[]): boolean[] {
  const length = Math.max(0, ...series.map(({ points }) => points.length));
  return Array.from({ length }, (_, index) =>
    series.every(({ points }) => isNotLoaded(points[index]?.status ?? "NOT_LOADED")),
  );
}

/** First and last place of each unbroken run. */
export function runs(flags: readonly boolean[]): (readonly [number, number])[] {
  const found: [number, number][] = [];
  flags.forEach((isSet, index) => {
    const last = found.at(-1);
    if (isSet && last?.[1] === index - 1) last[1] = index;
    else if (isSet) found.push([index, index]);
  });
  return found;
}
