/** Measures over time, each beside what it was before. */
import { useCallback, useMemo, useState } from "react";
import type { Kind } from "../format";
import { badgeOf, type Scale } from "./axis";
import { ChartFigure } from "./figure";
import { MOST_LINES, shaded, type ChartSeries } from "./model";
import { barsOption } from "./options/bars";
import { hasEndLabels, lineOption, lineScale, NARROW, type LineInput } from "./options/line";
import type { PlotSize } from "./options/shared";
import { bucketText } from "./point-text";
import { daysOf, zoomWords } from "./range";
import { lineSentence } from "./sentence";
import { SeriesNames } from "./series-names";
import type { Ink } from "./theme";

export interface LineChartProps {
  /** One series for each line; with one, its comparisons are drawn as well. Of more than six the first six, and others by choice. */
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
  const { all, hidden, setHidden, most } = useChosen(props.series, draw === lineOption);
  const series = useMemo(() => shown(all, hidden), [all, hidden]);
  const measure = useMemo(() => ({ kind, currency }), [kind, currency]);
  const input = useMemo(() => ({ series, measure, thenNames, scale }), [series, measure, thenNames, scale]);
  const build = useCallback((ink: Ink, size: PlotSize) => draw(input, ink, size), [draw, input]);
  const textOf = useCallback(
    (index: number) => bucketText(series, index, measure, thenNames),
    [series, measure, thenNames],
  );
  const drawn = series.map(({ name }) => name).join(", ");
  return (
    <>
      {props.series.length > 1 && (
        <SeriesNames
          series={all}
          measure={measure}
          hidden={hidden}
          onHide={setHidden}
          until={untilOf(props)}
          most={most}
        />
      )}
      <ChartFigure
        alt={props.alt ?? lineSentence(series, measure)}
        label={`${drawn}, point by point`}
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

/** Which of the series are not drawn: at first those beyond the first six lines. */
function useChosen(series: readonly ChartSeries[], isLines: boolean) {
  const isOver = isLines && series.length > MOST_LINES;
  const key = JSON.stringify(series.map(({ name }) => name));
  const [chosen, setChosen] = useState<{ key: string; hidden: ReadonlySet<string> } | null>(null);
  const usual = useMemo(() => new Set(isOver ? (JSON.parse(key) as string[]).slice(MOST_LINES) : []), [key, isOver]);
  // of few series a choice stays when others take their place
  const isKept = chosen !== null && (!isOver || chosen.key === key);
  const setHidden = (hidden: ReadonlySet<string>) => {
    setChosen({ key, hidden });
  };
  const hidden = isKept ? chosen.hidden : usual;
  const all = useMemo(() => (isOver ? coloured(series, hidden) : series), [series, hidden, isOver]);
  return { all, hidden, setHidden, most: isOver ? MOST_LINES : null };
}

/** Of many, those that are drawn have the shades, unless each has a colour of its own. */
function coloured(series: readonly ChartSeries[], hidden: ReadonlySet<string>): readonly ChartSeries[] {
  if (series.some(({ colour }) => typeof colour === "number")) return series;
  const drawn = shaded(series.filter(({ name }) => !hidden.has(name)));
  return series.map((one) => drawn.find(({ name }) => name === one.name) ?? { ...one, colour: "grey" });
}

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
