/** The parts of ECharts that are used: what is not named here is not shipped. */
import { LineChart, type LineSeriesOption } from "echarts/charts";
import { GridComponent, type GridComponentOption } from "echarts/components";
import { init, use as register, type ComposeOption, type EChartsType } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

register([LineChart, GridComponent, SVGRenderer]);

export type LineOption = ComposeOption<LineSeriesOption | GridComponentOption>;

interface PlotSize {
  readonly ssr?: boolean;
  readonly width?: number;
  readonly height?: number;
}

/** A plot in an element, or in none when it is only written as SVG. */
export function startPlot(element: HTMLElement | null, size: PlotSize = {}): EChartsType {
  return init(element, null, { renderer: "svg", ...size });
}
