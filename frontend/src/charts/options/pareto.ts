/** How much of the whole the largest members make, by rank, as an ECharts option. Pure. */
import { scaleOf } from "../axis";
import type { PlotOption } from "../modules";
import { lighter, type Ink } from "../theme";
import { base, BOTTOM, decal, LABEL, TOP, type PlotSize } from "./shared";

export interface ParetoPoint {
  readonly name: string;
  /** Part of the whole that this member and all before it make, by the API. */
  readonly cumulative: number | null;
  /** A, B or C. */
  readonly band: string | null;
}

export interface ParetoInput {
  readonly points: readonly ParetoPoint[];
  /** Where bands end, such as 0.8 and 0.95. */
  readonly rules: readonly number[];
}

/** From nothing to the whole; further where what came back makes the first ones more than the whole. */
function reach(points: readonly ParetoPoint[]): { min: number; max: number; interval: number } {
  const parts = points.flatMap(({ cumulative }) => (cumulative === null ? [] : [cumulative]));
  if (parts.every((part) => part >= 0 && part <= 1)) return { min: 0, max: 1, interval: 0.25 };
  const { min, max, interval } = scaleOf([...parts, 0, 1], "money");
  return { min, max, interval };
}

const percent = (part: number): string => `${String(Math.round(part * 100))} %`;

export function paretoOption({ points, rules }: ParetoInput, ink: Ink, size: PlotSize): PlotOption {
  return {
    ...base(ink),
    grid: { left: 4, right: 16, top: TOP, bottom: BOTTOM, outerBoundsContain: "axisLabel" },
    xAxis: {
      type: "category",
      data: points.map((_, index) => String(index + 1)),
      boundaryGap: false,
      axisTick: { show: false },
      axisLine: { show: false },
      axisLabel: {
        color: ink.text,
        fontSize: LABEL,
        hideOverlap: true,
        interval: Math.ceil(points.length / (size.width / 60)) - 1,
      },
      axisPointer: { show: true, snap: true, label: { show: false }, lineStyle: { color: ink.text, type: "solid" } },
    },
    yAxis: {
      type: "value",
      ...reach(points),
      axisPointer: { show: false },
      axisLabel: { color: ink.text, fontSize: LABEL, formatter: percent },
      splitLine: { lineStyle: { color: ink.rule, width: 1 } },
    },
    series: [
      {
        type: "line",
        name: "cumulative share",
        silent: true,
        connectNulls: false,
        showSymbol: points.length === 1,
        lineStyle: { width: 2, color: ink.accent },
        itemStyle: { color: ink.accent },
        data: points.map(({ cumulative }) => cumulative ?? "-"),
        markLine: {
          silent: true,
          symbol: "none",
          lineStyle: { color: ink.grey, width: 1, type: "solid" },
          label: { position: "insideStartTop", color: ink.text, fontSize: LABEL, formatter: ruleText },
          data: rules.map((rule) => ({ yAxis: rule })),
        },
        markArea: {
          silent: true,
          label: { position: "insideBottom", color: ink.text, fontSize: LABEL },
          data: bands(points).map(({ name, from, to }, index) => [
            { name, xAxis: from, itemStyle: bandStyle(index, ink) },
            { xAxis: to },
          ]),
        },
      },
    ],
  };
}

const ruleText = ({ value }: { value?: unknown }): string => (typeof value === "number" ? percent(value) : "");

function bandStyle(index: number, ink: Ink): object {
  const colour = lighter(ink.accent, ink, 0.86 + index * 0.05);
  return index === 2 ? { color: "transparent", decal: decal(ink.hatch) } : { color: colour };
}

/** From and to which rank each band reaches. */
export function bands(points: readonly ParetoPoint[]): { name: string; from: number; to: number }[] {
  const found: { name: string; from: number; to: number }[] = [];
  points.forEach(({ band }, index) => {
    const last = found.at(-1);
    if (last?.name === band) last.to = index;
    else if (band !== null) found.push({ name: band, from: last?.to ?? index, to: index });
  });
  return found;
}
