/** What leads from one total to another, now beside then, as an ECharts option. Pure. */
import { scaleOf, tickText, type Scale } from "../axis";
import { widthOf } from "../labels";
import { short, type Measure } from "../model";
import type { BarSeriesOption, LineSeriesOption, PlotOption } from "../modules";
import { lighter, type Ink } from "../theme";
import { base, decal, grid, LABEL, valueAxis, zeroLine, type PlotSize } from "./shared";

export interface Step {
  readonly label: string;
  /** A total stands on zero; a change hangs from where the step before ended. */
  readonly kind: "total" | "change";
  readonly value: number | null;
  readonly then?: number | null;
}

export interface WaterfallInput {
  readonly steps: readonly Step[];
  readonly measure: Measure;
  readonly names: { readonly now: string; readonly then: string | null };
}

interface Bar {
  readonly from: number;
  readonly to: number;
}

/** From where to where each bar reaches; null where a value is missing, and so is all that hangs from it. */
export function barsOf(steps: readonly Step[], value: (step: Step) => number | null): (Bar | null)[] {
  let level: number | null = 0;
  return steps.map((step) => {
    const by = value(step);
    if (by === null) {
      level = null;
      return null;
    }
    if (step.kind === "total") {
      level = by;
      return { from: 0, to: by };
    }
    if (level === null) return null;
    const bar = { from: level, to: level + by };
    level = bar.to;
    return bar;
  });
}

const valueNow = (step: Step): number | null => step.value;
const valueThen = (step: Step): number | null => step.then ?? null;

export function waterfallScale({ steps }: WaterfallInput): Scale {
  const bars = [...barsOf(steps, valueNow), ...barsOf(steps, valueThen)].filter((bar) => bar !== null);
  return scaleOf(
    bars.flatMap(({ from, to }) => [from, to]),
    "money",
  );
}

export function waterfallOption(input: WaterfallInput, ink: Ink, size: PlotSize): PlotOption {
  const { steps, measure, names } = input;
  const scale = waterfallScale(input);
  const room = size.width / Math.max(1, steps.length * (names.then === null ? 1 : 2));
  const now = barsOf(steps, valueNow);
  const labels = steps.map((step) => (step.value === null ? "no value" : signedText(step, step.value, measure)));
  const hasThen = names.then !== null;
  const place = size.width / steps.length;
  const isTight = steps.some(({ label }) => widthOf(label) > place - 6);
  return {
    ...base(ink),
    grid: grid(8),
    xAxis: {
      type: "category",
      data: steps.map(({ label }) => label),
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: {
        color: ink.text,
        fontSize: LABEL,
        interval: 0,
        formatter: (label: string, index: number) => (isTight && index % 2 === 1 ? `\n${label}` : label),
      },
      axisPointer: {
        show: true,
        type: "shadow",
        label: { show: false },
        shadowStyle: { color: ink.hatch, opacity: 0.25 },
      },
    },
    yAxis: valueAxis(scale, measure, ink),
    series: [
      ...(hasThen ? stack("then", barsOf(steps, valueThen), () => thenStyle(ink), steps) : []),
      ...stack("now", now, (step, bar) => nowStyle(step, bar, ink), steps).map((series, index) => ({
        ...series,
        ...(index === 0 ? zeroLine(scale, ink) : {}),
      })),
      labelSeries(now, labels, { room, place }, ink),
    ],
  };
}

/** `+1.2M`, `-240K`; totals carry a sign only below zero. */
function signedText(step: Step, value: number, measure: Measure): string {
  const text = measure.kind === "money" ? tickText(Math.abs(value), measure, 1) : short(Math.abs(value), measure);
  if (value < 0) return `-${text}`;
  return step.kind === "change" && value > 0 ? `+${text}` : text;
}

type Style = (step: Step, bar: Bar) => object;

const nowStyle: (step: Step, bar: Bar, ink: Ink) => object = (step, { from, to }, ink) => {
  if (step.kind === "total") return { color: step.value !== null && step.value < 0 ? ink.worse : ink.grey };
  return to >= from ? { color: ink.better } : { color: ink.worse, decal: decal(lighter(ink.worse, ink, 0.35)) };
};

const thenStyle = (ink: Ink): object => ({
  color: lighter(ink.grey, ink, 0.8),
  borderColor: ink.grey,
  borderWidth: 1,
  borderType: [4, 3],
});

/** Four stacked series draw bars that may hang above, below or across zero: base and body on either side of it. */
function stack(name: string, bars: readonly (Bar | null)[], style: Style, steps: readonly Step[]): BarSeriesOption[] {
  const part = (side: "above" | "below", isBody: boolean): BarSeriesOption => ({
    type: "bar",
    name: `${name} ${side}${isBody ? "" : " base"}`,
    stack: name,
    silent: true,
    barMaxWidth: 56,
    barGap: "10%",
    barCategoryGap: "26%",
    z: 3,
    itemStyle: isBody ? {} : { color: "transparent" },
    data: bars.map((bar, index) => {
      const step = steps[index];
      if (bar === null || step === undefined) return "-";
      const value = extent(bar, side, isBody);
      return isBody ? { value, itemStyle: style(step, bar) } : value;
    }),
  });
  return [part("above", false), part("above", true), part("below", false), part("below", true)];
}

function extent({ from, to }: Bar, side: "above" | "below", isBody: boolean): number {
  const clip = (value: number) => (side === "above" ? Math.max(value, 0) : Math.min(value, 0));
  const [low, high] = [clip(Math.min(from, to)), clip(Math.max(from, to))];
  if (isBody) return side === "above" ? high - low : low - high;
  return side === "above" ? low : high;
}

/** Words above each bar, on a line that is not drawn. */
function labelSeries(
  bars: readonly (Bar | null)[],
  labels: readonly string[],
  { room, place }: { readonly room: number; readonly place: number },
  ink: Ink,
): LineSeriesOption {
  const isWide = (index: number) => [index - 1, index, index + 1].some((at) => widthOf(labels[at] ?? "") > place - 2);
  return {
    type: "line",
    name: "labels",
    silent: true,
    showSymbol: true,
    symbol: "circle",
    symbolSize: 1,
    lineStyle: { width: 0, opacity: 0 },
    itemStyle: { color: "transparent" },
    z: 5,
    data: bars.map((bar, index) => ({
      value: bar === null ? 0 : Math.max(bar.from, bar.to),
      label: {
        show: room > 26,
        position: "top" as const,
        distance: 3 + (index % 2 === 1 && isWide(index) ? LABEL : 0),
        formatter: () => labels[index] ?? "",
        color: ink.strong,
        fontSize: LABEL,
      },
    })),
  };
}
