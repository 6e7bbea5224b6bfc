/** Two measures of many members, with rules where all of them together stand. */
import { useCallback, useMemo } from "react";
import { badgeOf } from "./axis";
import { ChartFigure } from "./figure";
import { full } from "./model";
import { known, scatterOption, scatterScales, type ScatterInput } from "./options/scatter";
import type { PlotSize } from "./options/shared";
import type { PointText } from "./point-text";
import type { Ink } from "./theme";

export interface ScatterChartProps extends ScatterInput {
  readonly title: string;
  readonly height: number;
  /** By name: members without both values are not drawn. */
  readonly onPoint?: (name: string, anchor: HTMLElement) => void;
}

/** Read by keyboard from the smallest `x` to the largest. */
export function ScatterChart({ title, points, x, y, height, onPoint }: ScatterChartProps) {
  const marks = useMemo(() => known(points).sort((a, b) => a.x - b.x || a.name.localeCompare(b.name)), [points]);
  const input = useMemo(() => ({ points: marks, x, y }), [marks, x, y]);
  const build = useCallback((ink: Ink, size: PlotSize) => scatterOption(input, ink, size), [input]);
  const textOf = useCallback(
    (index: number): PointText => {
      const mark = marks[index];
      if (mark === undefined) return { head: "", rows: [], note: null };
      const rows = [
        { name: x.name, text: full(mark.x, x.measure), value: mark.x, look: "now" as const },
        { name: y.name, text: full(mark.y, y.measure), value: mark.y, look: "now" as const },
      ];
      return { head: mark.name, rows, note: null };
    },
    [marks, x, y],
  );
  const markOf = useCallback((index: number) => [marks[index]?.x ?? 0, marks[index]?.y ?? 0] as const, [marks]);
  const scales = scatterScales(input);
  const badges = [badgeOf(scales.y, y.measure), badgeOf(scales.x, x.measure)].filter((badge) => badge !== null);
  return (
    <ChartFigure
      alt={`${title}: ${y.name} against ${x.name} of ${marks.length} members.`}
      label={`${title}, member by member`}
      height={height}
      build={build}
      count={marks.length}
      textOf={textOf}
      markOf={markOf}
      badge={badges[0]}
      onPoint={(index, anchor) => {
        const name = marks[index]?.name;
        if (name !== undefined) onPoint?.(name, anchor);
      }}
    />
  );
}
