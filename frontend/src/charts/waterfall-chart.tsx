/** What leads from one total to another, step by step, now beside then. */
import { useCallback, useMemo } from "react";
import type { Kind } from "../format";
import { ChartFigure } from "./figure";
import { full, short, type Measure } from "./model";
import type { PlotSize } from "./options/shared";
import { waterfallOption, type Step } from "./options/waterfall";
import type { PointRow, PointText } from "./point-text";
import type { Ink } from "./theme";

export interface WaterfallChartProps {
  readonly title: string;
  readonly steps: readonly Step[];
  readonly kind: Kind;
  readonly currency: string;
  readonly height: number;
  /** What now and then are called; then is null when there is nothing to compare with. */
  readonly now: string;
  readonly then: string | null;
  readonly onPoint?: (index: number, anchor: HTMLElement) => void;
}

export function WaterfallChart(props: WaterfallChartProps) {
  const { title, steps, kind, currency, height, now, then, onPoint } = props;
  const measure = useMemo(() => ({ kind, currency }), [kind, currency]);
  const build = useCallback(
    (ink: Ink, size: PlotSize) => waterfallOption({ steps, measure, names: { now, then } }, ink, size),
    [steps, measure, now, then],
  );
  const textOf = useCallback(
    (index: number) => stepText(steps[index], measure, now, then),
    [steps, measure, now, then],
  );
  const said = steps.map(({ label, value }) => `${label} ${value === null ? "no value" : short(value, measure)}`);
  return (
    <ChartFigure
      alt={`${title}: ${said.join(", ")}.`}
      label={`${title}, step by step`}
      height={height}
      build={build}
      count={steps.length}
      textOf={textOf}
      onPoint={onPoint}
    />
  );
}

function stepText(step: Step | undefined, measure: Measure, now: string, then: string | null): PointText {
  if (step === undefined) return { head: "", rows: [], note: null };
  const rows: PointRow[] = [{ name: now, text: full(step.value, measure), value: step.value, look: "now" }];
  if (then !== null) {
    const value = step.then ?? null;
    rows.push({ name: then, text: full(value, measure), value, look: "then" });
  }
  return { head: step.label, rows, note: null };
}
