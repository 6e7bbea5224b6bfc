/** Measures over time and what they were before, as an ECharts option. Pure: knows no page and no browser. */
import { scaleOf, type Scale } from "../axis";
import { cutTo, drawable, movedApart, widthOf } from "../labels";
import { drawn, isPartial, partWords, type ChartPoint, type ChartSeries, type Measure, type PointThen } from "../model";
import type { LineSeriesOption, PlotOption } from "../modules";
import { colourOf, lighter, type Ink } from "../theme";
import { base, BOTTOM, grid, LABEL, notLoadedBand, timeAxis, TOP, valueAxis, zeroLine, type PlotSize } from "./shared";

export interface LineInput {
  readonly series: readonly ChartSeries[];
  readonly measure: Measure;
  /** The earlier windows in words, in the order of the comparisons. */
  readonly thenNames: readonly string[];
  /** Given where several plots share one scale. */
  readonly scale?: Scale | undefined;
}

/** Widths at which names no longer fit at the ends of the lines. */
export const NARROW = 420;
const GAP = 13;
/** Of the width of the plot, at most, for the names at the ends of its lines. */
const ENDS = 0.28;
const MOST = 230;
/** Half of the last day under the axis. */
const EDGE = 24;
/** Dashes, then dots: rounds of the width of the line. */
const DASHES = [
  { type: [4, 3], width: 1.5 },
  { type: [0.1, 4.5], width: 2, cap: "round" as const },
];

export function lineScale({ series, measure, scale }: LineInput): Scale {
  return (
    scale ??
    scaleOf(
      series.flatMap(({ points }) => points.flatMap(valuesOf)),
      measure.kind,
    )
  );
}

function valuesOf(point: ChartPoint): number[] {
  return [point, ...(point.comparisons ?? [])].map(drawn).filter((value) => value !== null);
}

/** Whether names stand at the ends of the lines; where not, they are told beside the plot. */
export function hasEndLabels({ series, thenNames }: Pick<LineInput, "series" | "thenNames">, width: number): boolean {
  const lines = series.length * (1 + thenNames.length);
  return width >= NARROW && lines > 1 && lines <= 6;
}

interface Drawing {
  readonly name: string;
  readonly values: readonly (number | null)[];
  readonly partial: readonly boolean[];
  /** Of buckets that are not whole, of now alone. */
  readonly said: readonly string[];
  readonly colour: string;
  /** -1 for now, else the place of the comparison. */
  readonly then: number;
}

/** Sums start at zero; null is a gap; dashes mean "then" and nothing else; a bucket in part has a hollow point. */
export function lineOption(input: LineInput, ink: Ink, size: PlotSize): PlotOption {
  const scale = lineScale(input);
  const lines = drawings(input, ink);
  const buckets = input.series[0]?.points.map(({ label }) => label) ?? [];
  const named = hasEndLabels(input, size.width);
  const labels = lines.map((line) => endLabel(line, named ? size.width : 0));
  const shifts = endShifts(lines, labels, scale, size.height);
  const right = Math.max(EDGE, 12 + Math.max(0, ...labels.map(widthOf)));
  const band = notLoadedBand(input.series, size.width, ink, false);
  return {
    ...base(ink),
    grid: grid(right),
    xAxis: [timeAxis(buckets, ink, false), ...band.xAxis],
    yAxis: [valueAxis(scale, input.measure, ink), ...band.yAxis],
    series: [
      ...band.series,
      ...lines.map((line, index) => ({
        ...lineSeries(line, { text: labels[index] ?? "", shift: shifts[index] ?? 0 }, ink),
        ...(index === 0 ? zeroLine(scale, ink) : {}),
      })),
    ],
  };
}

/** What was then lies below what is now. */
function drawings({ series, thenNames }: LineInput, ink: Ink): Drawing[] {
  const then = thenNames.flatMap((name, place) => series.map((one) => thenDrawing(one, place, name, ink))).reverse();
  return [...then, ...series.map((one) => nowDrawing(one, ink))];
}

function nowDrawing({ name, points, colour }: ChartSeries, ink: Ink): Drawing {
  const partial = points.map(({ status }) => isPartial(status));
  const said = points.map(partWords);
  return { name, values: points.map(drawn), partial, said, colour: colourOf(colour, ink), then: -1 };
}

const NOTHING: PointThen = { label: null, value: null, status: null };

function thenDrawing({ points, colour }: ChartSeries, place: number, name: string, ink: Ink): Drawing {
  const then = points.map(({ comparisons }) => comparisons?.[place] ?? NOTHING);
  const partial = then.map(({ status }) => isPartial(status));
  return {
    name,
    values: then.map(drawn),
    partial,
    said: [],
    colour: lighter(colourOf(colour, ink), ink, 0.3),
    then: place,
  };
}

/** Names are cut, what is said of the last point never is. */
function endLabel(line: Drawing, width: number): string {
  const end = lastPlace(line.values);
  const said = line.said[end] ?? "";
  if (width === 0) return said;
  const between = said === "" ? "" : " · ";
  return cutTo(line.name, Math.min(MOST, ENDS * width) - widthOf(between + said)) + between + said;
}

const lastPlace = (values: readonly (number | null)[]): number => values.findLastIndex((value) => value !== null);

/** By line; only what is said is kept apart. */
function endShifts(lines: readonly Drawing[], labels: readonly string[], scale: Scale, height: number): number[] {
  const inner = height - TOP - BOTTOM;
  const said = lines.flatMap((line, index) => (labels[index] === "" ? [] : [{ line, index }]));
  const places = said.map(({ line: { values } }) => {
    const value = values[lastPlace(values)] ?? scale.min;
    return TOP + inner * (1 - (value - scale.min) / (scale.max - scale.min));
  });
  const moved = movedApart(places, GAP, TOP, TOP + inner);
  const shifts = new Array<number>(lines.length).fill(0);
  said.forEach(({ index }, at) => {
    shifts[index] = moved[at] ?? 0;
  });
  return shifts;
}

interface End {
  readonly text: string;
  readonly shift: number;
}

function lineSeries(line: Drawing, end: End, ink: Ink): LineSeriesOption {
  const isNow = line.then < 0;
  return {
    type: "line",
    name: drawable(line.name),
    silent: true,
    connectNulls: false,
    showSymbol: true,
    showAllSymbol: true,
    symbolSize: 6,
    z: isNow ? 4 : 3,
    lineStyle: { color: line.colour, ...(isNow ? { width: 2, type: "solid" } : (DASHES[line.then] ?? DASHES[1])) },
    itemStyle: { color: line.colour },
    data: line.values.map((value, index) => item(line, value, index, pointLabel(line, index, end, ink))),
  };
}

function item(line: Drawing, value: number | null, index: number, label: object) {
  return { value: value ?? "-", symbol: symbolAt(line, index), ...label };
}

/** A bucket in part is hollow; the last point and one that stands alone are marked, the others are not. */
function symbolAt(line: Drawing, index: number): string {
  if (line.partial[index] === true) return "emptyCircle";
  const isAlone = (line.values[index - 1] ?? null) === null && (line.values[index + 1] ?? null) === null;
  return isAlone || index === lastPlace(line.values) ? "circle" : "none";
}

function pointLabel(line: Drawing, index: number, { text, shift }: End, ink: Ink): object {
  if (text === "" || index !== lastPlace(line.values)) return {};
  const words = drawable(text);
  return {
    label: {
      show: true,
      position: "right",
      distance: 6,
      offset: [0, shift],
      formatter: () => words,
      fontSize: LABEL,
      color: line.then < 0 ? ink.strong : ink.text,
    },
  };
}
