/** Measures over time, each beside what it was before. */
import { useCallback, useMemo, useState } from "react";
import type { Kind } from "../format";
import { badgeOf, type Scale } from "./axis";
import { ChartFigure } from "./figure";
import type { ChartSeries } from "./model";
import { barsOption } from "./options/bars";
import { hasEndLabels, lineOption, lineScale, NARROW, type LineInput } from "./options/line";
import type { PlotSize } from "./options/shared";
import { bucketText } from "./point-text";
import { daysOf, zoomWords } from "./range";
import { lineSentence } from "./sentence";
import { SeriesNames } from "./series-names";
import type { Ink } from "./theme";

export interface LineChartProps {
  /** One series for each line; with one, its comparisons are drawn as well. Up to six are named at their ends. */
  readonly series: readonly ChartSeries[];
  readonly kind: Kind;
  readonly currency: string;
  readonly height: number;
  /** The windows compared with, in words and in order, such as `1–18 Nov 2024`. */
  readonly thenNames?: readonly string[];
  /** A sentence instead of the one made from the values. */
  readonly alt?: string;
  /** One scale for several charts. */
  readonly scale?: Scale;
  readonly onPoint?: (index: number, anchor: HTMLElement) => void;
  /** Offers to show the chosen days only: first and last day, such as 2024-12-03. */
  readonly onRange?: (from: string, to: string) => void;
  /** First moment after the window, for the last day of a range. */
  readonly windowEnd?: string | null;
}

const NO_NAMES: readonly string[] = [];

export function LineChart(props: LineChartProps) {
  return <TimeChart {...props} draw={lineOption} />;
}

export function BarChart(props: LineChartProps) {
  return <TimeChart {...props} draw={barsOption} />;
}

interface TimeChartProps extends LineChartProps {
  readonly draw: (input: LineInput, ink: Ink, size: PlotSize) => ReturnType<typeof lineOption>;
}

function TimeChart(props: TimeChartProps) {
  const { kind, currency, height, thenNames = NO_NAMES, scale, draw, onPoint } = props;
  const [hidden, setHidden] = useState<ReadonlySet<string>>(NONE);
  const series = useMemo(() => shown(props.series, hidden), [props.series, hidden]);
  const measure = useMemo(() => ({ kind, currency }), [kind, currency]);
  const input = useMemo(() => ({ series, measure, thenNames, scale }), [series, measure, thenNames, scale]);
  const build = useCallback((ink: Ink, size: PlotSize) => draw(input, ink, size), [draw, input]);
  const textOf = useCallback((index: number) => bucketText(series, index, measure), [series, measure]);
  const names = series.map(({ name }) => name).join(", ");
  return (
    <>
      {props.series.length > 1 && (
        <SeriesNames
          series={props.series}
          measure={measure}
          hidden={hidden}
          onHide={setHidden}
          until={untilOf(props)}
        />
      )}
      <ChartFigure
        alt={props.alt ?? lineSentence(series, measure)}
        label={`${names}, point by point`}
        height={height}
        build={build}
        count={series[0]?.points.length ?? 0}
        textOf={textOf}
        badge={draw === lineOption ? badgeOf(lineScale(input), measure) : null}
        range={useRange(props)}
        onPoint={onPoint}
      />
    </>
  );
}

const NONE: ReadonlySet<string> = new Set();

/** Never nothing: of other series than those that were hidden, all. */
function shown(series: readonly ChartSeries[], hidden: ReadonlySet<string>): readonly ChartSeries[] {
  const left = series.filter(({ name }) => !hidden.has(name));
  return left.length > 0 ? left : series;
}

/** From this width on lines are named at their ends; bars never are. */
function untilOf({ draw, series, thenNames = NO_NAMES }: TimeChartProps): number | null {
  return draw === lineOption && hasEndLabels({ series, thenNames }, NARROW) ? NARROW : null;
}

function useRange({ series, onRange, windowEnd }: LineChartProps) {
  const points = series[0]?.points;
  return useMemo(() => {
    if (onRange === undefined || points === undefined) return undefined;
    const days = (from: number, to: number) => daysOf(points, from, to, windowEnd ?? null);
    return {
      words: (from: number, to: number) => zoomWords(days(from, to)),
      onZoom: (from: number, to: number) => {
        onRange(...days(from, to));
      },
    };
  }, [points, onRange, windowEnd]);
}
