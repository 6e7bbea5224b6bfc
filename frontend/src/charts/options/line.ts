/** One measure over time and what it was before, as an ECharts option. Pure: knows no page and no browser. */
import type { LineOption } from "../modules";
import type { Palette } from "../theme";

export interface LineRow {
  readonly label: string;
  readonly now: number | null;
  readonly then: number | null;
  /** The bucket is still running. */
  readonly isPartial: boolean;
}

export interface LineWords {
  readonly now: string;
  readonly then: string;
  readonly axis: (value: number) => string;
}

/** Sums start at zero; null is a gap; dashes mean "then" and nothing else; a running bucket has a hollow point. */
export function lineOption(rows: readonly LineRow[], words: LineWords, palette: Palette): LineOption {
  const hasThen = rows.some((row) => row.then !== null);
  return {
    animation: false,
    grid: { left: 8, right: 16, top: 16, bottom: 8, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    xAxis: {
      type: "category",
      data: rows.map((row) => row.label),
      boundaryGap: false,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: palette.rule } },
      axisLabel: { color: palette.text, hideOverlap: true },
    },
    yAxis: {
      type: "value",
      splitNumber: 4,
      axisLabel: { color: palette.text, formatter: words.axis },
      splitLine: { lineStyle: { color: palette.rule, width: 1 } },
    },
    series: [...(hasThen ? [then(rows, words.then, palette)] : []), now(rows, words.now, palette)],
  };
}

function now(rows: readonly LineRow[], name: string, palette: Palette) {
  const isAlone = rows.length === 1;
  return {
    type: "line" as const,
    name,
    connectNulls: false,
    showSymbol: isAlone || rows.some((row) => row.isPartial),
    symbolSize: 7,
    lineStyle: { width: 2, color: palette.accent },
    itemStyle: { color: palette.accent },
    data: rows.map((row) => ({
      value: row.now ?? "-",
      symbol: row.isPartial ? "emptyCircle" : isAlone ? "circle" : "none",
    })),
  };
}

function then(rows: readonly LineRow[], name: string, palette: Palette) {
  return {
    type: "line" as const,
    name,
    connectNulls: false,
    showSymbol: rows.length === 1,
    lineStyle: { width: 1.5, color: palette.before, type: [4, 3] },
    itemStyle: { color: palette.before },
    data: rows.map((row) => row.then ?? "-"),
  };
}
