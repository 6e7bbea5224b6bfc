/** How much of the whole the largest members make, by rank, with the bands A, B and C. */
import { useCallback, useMemo } from "react";
import { ChartFigure } from "./figure";
import { full, type Measure } from "./model";
import { paretoOption, type ParetoInput } from "./options/pareto";
import type { PlotSize } from "./options/shared";
import type { PointText } from "./point-text";
import type { Ink } from "./theme";

export interface ParetoChartProps extends ParetoInput {
  readonly title: string;
  readonly height: number;
  readonly onPoint?: (index: number, anchor: HTMLElement) => void;
}

const SHARE: Measure = { kind: "ratio", currency: "" };

export function ParetoChart({ title, points, rules, height, onPoint }: ParetoChartProps) {
  const input = useMemo(() => ({ points, rules }), [points, rules]);
  const build = useCallback((ink: Ink, size: PlotSize) => paretoOption(input, ink, size), [input]);
  const textOf = useCallback(
    (index: number): PointText => {
      const point = points[index];
      if (point === undefined) return { head: "", rows: [], note: null };
      const text = full(point.cumulative, SHARE);
      return {
        head: `${index + 1}. ${point.name}`,
        rows: [{ name: "With all before it", text, value: point.cumulative, look: "now" }],
        note: point.band === null ? null : `Class ${point.band}`,
      };
    },
    [points],
  );
  const last = points.at(-1)?.cumulative ?? null;
  return (
    <ChartFigure
      alt={`${title}: the first ${points.length} make ${full(last, SHARE)} of the whole.`}
      label={`${title}, rank by rank`}
      height={height}
      build={build}
      count={points.length}
      textOf={textOf}
      onPoint={onPoint}
    />
  );
}
