/** What every plot over time has in common: the grid, the two axes, and the band of what was never loaded. Pure. */
import { axisLabels, tickText, type Scale } from "../axis";
import { isNotLoaded, type ChartSeries, type Measure } from "../model";
import type { AxisOption, BarSeriesOption, GridOption, PlotOption } from "../modules";
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
export function timeAxis(labels: readonly string[], ink: Ink, isBand: boolean): AxisOption {
  return {
    type: "category",
    data: axisLabels(labels),
    boundaryGap: isBand,
    axisTick: { show: false },
    axisLine: { show: false },
    axisLabel: { color: ink.text, fontSize: LABEL, hideOverlap: true, margin: 8 },
    axisPointer: {
      show: true,
      type: isBand ? "shadow" : "line",
      snap: true,
      label: { show: false },
      lineStyle: { color: ink.text, width: 1, type: "solid" },
      shadowStyle: { color: ink.hatch, opacity: 0.25 },
    },
  };
}

/** The axis of values, and a second one from 0 to 1 on which bands of full height stand. */
export function valueAxes(scale: Scale, measure: Measure, ink: Ink): AxisOption {
  return [
    {
      type: "value",
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
    },
    { type: "value", min: 0, max: 1, show: false, axisPointer: { show: false } },
  ];
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

/** A hatched band over each bucket that was never loaded, with words in the middle of each run of them. */
export function notLoadedBand(series: readonly ChartSeries[], ink: Ink): BarSeriesOption[] {
  const missing = missingBuckets(series);
  if (!missing.some(Boolean)) return [];
  const named = new Set(runs(missing).map(([from, to]) => Math.floor((from + to) / 2)));
  return [
    {
      type: "bar",
      name: "not loaded",
      yAxisIndex: 1,
      barWidth: "100%",
      barGap: "-100%",
      silent: true,
      z: 1,
      itemStyle: { color: "transparent", decal: decal(ink.hatch) },
      data: missing.map((isMissing, index) => ({
        value: isMissing ? 1 : "-",
        label: {
          show: isMissing && named.has(index),
          position: "inside" as const,
          formatter: () => "not loaded",
          color: ink.text,
          backgroundColor: ink.ground,
          padding: [2, 4],
          fontSize: LABEL,
        },
      })),
    },
  ];
}

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
