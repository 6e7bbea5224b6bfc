/** Two measures of many members with rules at the totals, as an ECharts option. Pure. */
import { scaleOf, tickText, type Scale } from "../axis";
import { areaAt, asideOf, onRule, sidesOf, type Area, type OnRule, type Side, type Spot } from "../beside";
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
  const frame = frameOf(points, input, size);
  const sides = sidesOf(frame.spots, { ...frame, taken: [] });
  const rule = ruleIn(frame, sides);
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
      ...(rule === null || input.y.total === null ? [] : [ruleWords(frame.valueAt(rule.x), input.y.total, rule, ink)]),
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
    position: positionOf(side),
    offset: [side === null ? 0 : asideOf(side, text), 0],
    formatter: () => text,
    color: point.isPinned ? ink.strong : ink.text,
    fontSize: LABEL,
  };
}

function positionOf(side: Side | null): "right" | "left" | "top" | "bottom" {
  if (side === null) return "right";
  if (side === "right" || side === "left") return side;
  return side.startsWith("top") ? "top" : "bottom";
}

interface Frame {
  readonly plot: Area;
  readonly spots: readonly Spot[];
  /** The rules themselves. */
  readonly avoided: readonly Area[];
  /** Down from the top; null without a rule across. */
  readonly across: number | null;
  readonly valueAt: (x: number) => number;
}

/** About where the axes will be, which is all that is known before drawing. */
function frameOf(points: readonly Known[], input: ScatterInput, size: PlotSize): Frame {
  const { x, y } = scatterScales(input);
  const ticks = [y.min, y.max].map((value) => widthOf(tickText(value, input.y.measure, y.interval)));
  const left = 12 + Math.max(...ticks);
  const floor = size.height - BOTTOM;
  const width = size.width - RIGHT - left;
  const right = (value: number) => left + (width * (value - x.min)) / (x.max - x.min);
  const down = (value: number) => floor - ((floor - TOP) * (value - y.min)) / (y.max - y.min);
  const plot: Area = { left, right: size.width, top: 0, bottom: floor + 7 };
  const across = input.y.total === null ? null : down(input.y.total);
  const upright = input.x.total === null ? [] : [right(input.x.total)];
  return {
    plot,
    spots: points.map((point) => ({
      x: right(point.x),
      y: down(point.y),
      text: wordsOf(point),
      isFirst: point.isPinned === true,
    })),
    avoided: [
      ...(across === null ? [] : [{ ...plot, top: across, bottom: across }]),
      ...upright.map((at) => ({ ...plot, left: at, right: at })),
    ],
    across,
    valueAt: (pixel) => x.min + ((pixel - left) / width) * (x.max - x.min),
  };
}

function ruleIn({ plot, spots, avoided, across }: Frame, sides: readonly (Side | null)[]): OnRule | null {
  if (across === null) return null;
  const taken = spots.flatMap((spot, index) => {
    const side = sides[index] ?? null;
    return side === null ? [] : [areaAt(spot, side)];
  });
  return onRule(RULE, across, spots, { plot: { ...plot, right: plot.right - RIGHT }, taken, avoided });
}

/** On a mark that is not seen: words of a rule itself know its ends and middle only. */
function ruleWords(x: number, y: number, { side }: OnRule, ink: Ink) {
  return {
    type: "scatter" as const,
    name: RULE,
    silent: true,
    symbolSize: 1,
    itemStyle: { color: "transparent" },
    data: [{ value: [x, y] }],
    label: {
      show: true,
      position: side,
      distance: 2,
      color: ink.text,
      fontSize: LABEL,
      formatter: () => RULE,
    },
  };
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
    label: { show: false },
    data: [...(x.total === null ? [] : [{ xAxis: x.total }]), ...(y.total === null ? [] : [{ yAxis: y.total }])],
  };
}
