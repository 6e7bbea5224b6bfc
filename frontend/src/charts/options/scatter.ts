/** Two measures of many members with rules at the totals, as an ECharts option. Pure. */
import { scaleOf, tickText, type Scale } from "../axis";
import type { Measure } from "../model";
import type { PlotOption } from "../modules";
import { lighter, type Ink } from "../theme";
import { base, LABEL, TOP, type PlotSize } from "./shared";

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
  return {
    ...base(ink),
    grid: { left: 4, right: 24, top: TOP, bottom: 24, outerBoundsContain: "axisLabel" },
    xAxis: { ...axis(scales.x, input.x, ink), splitLine: { show: false } },
    yAxis: axis(scales.y, input.y, ink),
    series: [
      {
        type: "scatter",
        name: input.y.name,
        symbolSize: size.width < 420 ? 9 : 10,
        cursor: "pointer",
        data: known(input.points).map((point) => ({
          value: [point.x, point.y],
          itemStyle: {
            color: point.isPinned ? ink.accent : lighter(ink.accent, ink, 0.35),
            borderColor: ink.ground,
            borderWidth: 1,
          },
          label: {
            show: point.isNamed === true || point.isPinned === true,
            position: isAtRight(point.x, scales.x) ? ("left" as const) : ("right" as const),
            formatter: () => point.name,
            color: point.isPinned ? ink.strong : ink.text,
            fontSize: LABEL,
            width: 110,
            overflow: "truncate" as const,
          },
        })),
        markLine: rules(input, ink),
      },
    ],
  };
}

/** Where a name would leave the plot, it stands before its mark. */
const isAtRight = (x: number, { min, max }: Scale): boolean => x > min + 0.75 * (max - min);

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
    label: { color: ink.text, fontSize: LABEL, position: "insideEndTop" as const, formatter: () => "all together" },
    data: [
      ...(x.total === null ? [] : [{ xAxis: x.total, label: { show: false } }]),
      ...(y.total === null ? [] : [{ yAxis: y.total }]),
    ],
  };
}
