/** A sum over a few buckets, now beside then, as an ECharts option. Pure. */
import { scaleOf, type Scale } from "../axis";
import { drawable } from "../labels";
import { drawn, isPartial, partWords, short, type ChartPoint, type PointThen } from "../model";
import type { BarSeriesOption, PlotOption } from "../modules";
import { colourOf, lighter, type Ink } from "../theme";
import type { LineInput } from "./line";
import { base, decal, grid, LABEL, notLoadedBand, timeAxis, valueAxis, zeroLine, type PlotSize } from "./shared";

/** Bars are drawn from zero, whatever they measure. */
export function barScale({ series, scale }: LineInput): Scale {
  return (
    scale ??
    scaleOf(
      series.flatMap(({ points }) => points.flatMap(valuesOf)),
      "money",
    )
  );
}

function valuesOf(point: ChartPoint): number[] {
  return [point, ...(point.comparisons ?? [])].map(drawn).filter((value) => value !== null);
}

export function barsOption(input: LineInput, ink: Ink, size: PlotSize): PlotOption {
  const scale = barScale(input);
  const buckets = input.series[0]?.points.map(({ label }) => label) ?? [];
  const perBar = size.width / Math.max(1, buckets.length * input.series.length * (1 + input.thenNames.length));
  const band = notLoadedBand(input.series, size.width, ink, true);
  return {
    ...base(ink),
    grid: grid(12),
    xAxis: [timeAxis(buckets, ink, true), ...band.xAxis],
    yAxis: [valueAxis(scale, input.measure, ink), ...band.yAxis],
    series: [
      ...band.series,
      ...input.thenNames.flatMap((name, place) => input.series.map((one) => thenBars(one, place, name, ink))).reverse(),
      ...input.series.map((one, index) => ({
        ...nowBars(one, input, ink, perBar > 44),
        ...(index === 0 ? zeroLine(scale, ink) : {}),
      })),
    ],
  };
}

const common = { type: "bar" as const, silent: true, barGap: "8%", barCategoryGap: "28%", barMaxWidth: 48, z: 3 };

function nowBars(one: LineInput["series"][number], input: LineInput, ink: Ink, hasLabels: boolean): BarSeriesOption {
  const colour = colourOf(one.colour, ink);
  return {
    ...common,
    name: drawable(one.name),
    itemStyle: { color: colour },
    data: one.points.map((point) => ({
      value: drawn(point) ?? "-",
      ...(isPartial(point.status) ? { itemStyle: partialStyle(colour, ink) } : {}),
      label: barLabel(point, partWords(point), { input, ink, hasLabels }),
    })),
  };
}

const partialStyle = (colour: string, ink: Ink) => ({
  color: lighter(colour, ink, 0.55),
  borderColor: colour,
  borderWidth: 1,
  decal: decal(colour),
});

interface Labelled {
  readonly input: LineInput;
  readonly ink: Ink;
  readonly hasLabels: boolean;
}

function barLabel(point: ChartPoint, part: string, { input: { measure }, ink, hasLabels }: Labelled) {
  const value = drawn(point);
  const words = [hasLabels && value !== null ? short(value, measure) : "", part];
  const text = words.filter((one) => one !== "").join("\n");
  const position = value !== null && value < 0 ? ("bottom" as const) : ("top" as const);
  return { show: text !== "", position, formatter: () => text, color: ink.text, fontSize: LABEL };
}

const NOTHING: PointThen = { label: null, value: null, status: null };

function thenBars(one: LineInput["series"][number], place: number, name: string, ink: Ink): BarSeriesOption {
  const colour = lighter(colourOf(one.colour, ink), ink, 0.3);
  return {
    ...common,
    name,
    itemStyle: {
      color: lighter(colour, ink, 0.7),
      borderColor: colour,
      borderWidth: 1,
      borderType: place === 0 ? [4, 3] : "dotted",
    },
    data: one.points.map(({ comparisons }) => drawn(comparisons?.[place] ?? NOTHING) ?? "-"),
  };
}
