/** The parts of ECharts that are used: what is not named here is not shipped. */
import {
  BarChart,
  LineChart,
  ScatterChart,
  type BarSeriesOption,
  type LineSeriesOption,
  type ScatterSeriesOption,
} from "echarts/charts";
import {
  AxisPointerComponent,
  GridComponent,
  MarkAreaComponent,
  MarkLineComponent,
  type AxisPointerComponentOption,
  type GridComponentOption,
  type MarkAreaComponentOption,
  type MarkLineComponentOption,
} from "echarts/components";
import { init, use as register, type ComposeOption, type EChartsType } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

register([
  BarChart,
  LineChart,
  ScatterChart,
  GridComponent,
  AxisPointerComponent,
  MarkLineComponent,
  MarkAreaComponent,
  SVGRenderer,
]);

export type SeriesOption = BarSeriesOption | LineSeriesOption | ScatterSeriesOption;
export type PlotOption = ComposeOption<
  SeriesOption | GridComponentOption | AxisPointerComponentOption | MarkAreaComponentOption | MarkLineComponentOption
>;
type OneOf<Axis> = Axis extends readonly unknown[] ? never : Axis;
export type CategoryAxis = Extract<OneOf<NonNullable<PlotOption["xAxis"]>>, { type?: "category" }>;
export type ValueAxis = Extract<OneOf<NonNullable<PlotOption["yAxis"]>>, { type?: "value" }>;
export type GridOption = NonNullable<PlotOption["grid"]>;
export type { BarSeriesOption, EChartsType, LineSeriesOption, ScatterSeriesOption };

interface PlotSize {
  readonly ssr?: boolean;
  readonly width?: number;
  readonly height?: number;
}

/** A plot in an element, or in none when it is only written as SVG. */
export function startPlot(element: HTMLElement | null, size: PlotSize = {}): EChartsType {
  return init(element, null, { renderer: "svg", ...size });
}
