/** Two measures of many members with rules at the totals, as an ECharts option. Pure. */
import { scaleOf, tickText, type Scale } from "../axis";
import { sidesOf, type Area, type Side } from "../beside";
import { cutTo, drawable, widthOf } from "../labels";
import type { Measure } from "../model";
import type { PlotOption } from "../modules";
import { lighter, type Ink } from "../theme";
import { base, BOTTOM, LABEL, TOP, type PlotSize } from "./shared";

export interface ScatterPoint {
  readonly name: string;
  readonly x: number | null;
  readonly y: number | null;
  /** Chosen by the reader, or far from the rest: named in the plot. */
  readonly isNamed?: boolean;
  readonly isPinned?: boolean;
}

export interface ScatterAxis {
  readonly name: string;
  readonly measure: Measure;
  /** The same measure of all members together; null when it is not known. */
  readonly total: number | null;
}

export interface ScatterInput {
  readonly points: readonly ScatterPoint[];
  readonly x: ScatterAxis;
  readonly y: ScatterAxis;
}

export const known = (points: readonly ScatterPoint[]) =>
  points.flatMap((point) => (point.x === null || point.y === null ? [] : [{ ...point, x: point.x, y: point.y }]));

export function scatterScales({ points, x, y }: ScatterInput): { x: Scale; y: Scale } {
  const rules = (total: number | null) => (total === null ? [] : [total]);
  return {
    x: scaleOf([...known(points).map((point) => point.x), ...rules(x.total)], x.measure.kind),
    y: scaleOf([...known(points).map((point) => point.y), ...rules(y.total)], y.measure.kind),
  };
}

export function scatterOption(input: ScatterInput, ink: Ink, size: PlotSize): PlotOption {
  const scales = scatterScales(input);
  const points = known(input.points);
  const sides = sidesIn(points, input, size);
  return {
    ...base(ink),
    grid: { left: 4, right: RIGHT, top: TOP, bottom: BOTTOM, outerBoundsContain: "axisLabel" },
    xAxis: { ...axis(scales.x, input.x, ink), splitLine: { show: false } },
    yAxis: axis(scales.y, input.y, ink),
    series: [
      {
        type: "scatter",
        name: input.y.name,
        symbolSize: size.width < 420 ? 9 : 10,
        cursor: "pointer",
        data: points.map((point, index) => ({
          value: [point.x, point.y],
          itemStyle: {
            color: point.isPinned ? ink.accent : lighter(ink.accent, ink, 0.35),
            borderColor: ink.ground,
            borderWidth: 1,
          },
          label: nameAt(point, sides[index] ?? null, ink),
        })),
        markLine: rules(input, ink),
      },
    ],
  };
}

type Known = ReturnType<typeof known>[number];

const RIGHT = 24;
const WIDEST = 120;
const RULE = "all together";

const wordsOf = ({ name, isNamed, isPinned }: Known): string =>
  isNamed === true || isPinned === true ? cutTo(name, WIDEST) : "";

function nameAt(point: Known, side: Side | null, ink: Ink) {
  const text = drawable(wordsOf(point));
  return {
    show: side !== null,
    position: side ?? "right",
    formatter: () => text,
    color: point.isPinned ? ink.strong : ink.text,
    fontSize: LABEL,
  };
}

/** Where names go: about where the axes will be, which is all that is known before drawing. */
function sidesIn(points: readonly Known[], input: ScatterInput, size: PlotSize): readonly (Side | null)[] {
  const { x, y } = scatterScales(input);
  const ticks = [y.min, y.max].map((value) => widthOf(tickText(value, input.y.measure, y.interval)));
  const left = 12 + Math.max(...ticks);
  const floor = size.height - BOTTOM;
  const right = (value: number) => left + ((size.width - RIGHT - left) * (value - x.min)) / (x.max - x.min);
  const down = (value: number) => floor - ((floor - TOP) * (value - y.min)) / (y.max - y.min);
  const spots = points.map((point) => ({
    x: right(point.x),
    y: down(point.y),
    text: wordsOf(point),
    isFirst: point.isPinned === true,
  }));
  const plot: Area = { left, right: size.width, top: 0, bottom: floor + 7 };
  const across = input.y.total === null ? [] : [down(input.y.total)];
  const upright = input.x.total === null ? [] : [right(input.x.total)];
  return sidesOf(spots, {
    plot,
    taken: across.map((at) => ({
      left: size.width - RIGHT - widthOf(RULE) - 6,
      right: size.width,
      top: at - 18,
      bottom: at,
    })),
    avoided: [
      ...across.map((at) => ({ ...plot, top: at, bottom: at })),
      ...upright.map((at) => ({ ...plot, left: at, right: at })),
    ],
  });
}

function axis(scale: Scale, { measure }: ScatterAxis, ink: Ink) {
  return {
    type: "value" as const,
    min: scale.min,
    max: scale.max,
    interval: scale.interval,
    axisPointer: { show: false },
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: {
      color: ink.text,
      fontSize: LABEL,
      hideOverlap: true,
      formatter: (value: number) => tickText(value, measure, scale.interval),
    },
    splitLine: { lineStyle: { color: ink.rule, width: 1 } },
  };
}

function rules({ x, y }: ScatterInput, ink: Ink) {
  return {
    silent: true,
    symbol: "none",
    lineStyle: { color: ink.grey, width: 1, type: "solid" as const },
    label: { color: ink.text, fontSize: LABEL, position: "insideEndTop" as const, formatter: () => RULE },
    data: [
      ...(x.total === null ? [] : [{ xAxis: x.total, label: { show: false } }]),
      ...(y.total === null ? [] : [{ yAxis: y.total }]),
    ],
  };
}
