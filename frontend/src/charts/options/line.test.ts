import { afterEach, describe, expect, test } from "vitest";
import type { ChartPoint, ChartSeries } from "../model";
import { startPlot, type PlotOption } from "../modules";
import { DARK, LIGHT, lighter } from "../theme";
import { barScale, barsOption } from "./bars";
import { hasEndLabels, lineOption, lineScale, type LineInput } from "./line";
import { missingBuckets, runs } from "./shared";

const SIZE = { width: 640, height: 240 };
const MONEY = { kind: "money", currency: "KES" } as const;
const HOSTILE = "<img src=x onerror=alert(1)>";

function point(label: string, value: number | null, status = "COMPLETE", then: number | null = null): ChartPoint {
  return { label, value, status, comparisons: [{ label: `before ${label}`, value: then, status: "COMPLETE" }] };
}

const input = (points: readonly ChartPoint[], change: Partial<LineInput> = {}): LineInput => ({
  series: [{ name: "Net revenue", points }],
  measure: MONEY,
  thenNames: [],
  ...change,
});

interface Drawn {
  readonly type: string;
  readonly name: string;
  readonly data: readonly {
    readonly value: unknown;
    readonly symbol?: string;
    readonly label?: { formatter: () => string };
  }[];
  readonly lineStyle: { readonly type: unknown; readonly color: string };
}

const seriesOf = (option: PlotOption) => option.series as unknown as readonly Drawn[];

const open: { dispose: () => void }[] = [];
afterEach(() => {
  open.splice(0).forEach((plot) => {
    plot.dispose();
  });
});

function draw(option: PlotOption): string {
  const plot = startPlot(null, { ssr: true, ...SIZE });
  open.push(plot);
  plot.setOption(option);
  return plot.renderToSVGString();
}

function barWidths(drawing: string): number[] {
  const bars = drawing.matchAll(/<path d="M([\d.]+) [\d.]+l([\d.]+) [^"]*" fill="#1E65AA"/gi);
  return Array.from(bars, ([, , width]) => Math.round(Number(width)));
}

const line = (given: LineInput) => lineOption(given, LIGHT, SIZE);

const axesOf = ({ xAxis, yAxis }: PlotOption) => [xAxis, yAxis].map((axes) => [axes].flat().length);

test("only a window that was not loaded everywhere has axes for the band over it", () => {
  const whole = input([point("1", 3), point("2", 4)]);
  const holed = input([point("1", 3), point("2", null, "NOT_LOADED")]);
  expect(axesOf(line(whole))).toEqual([1, 1]);
  expect(axesOf(line(holed))).toEqual([2, 2]);
});

describe("a line", () => {
  test("null is a gap, zero a value, what was never loaded has none", () => {
    const points = [point("1", 0), point("2", null), point("3", 7, "NOT_LOADED"), point("4", 5), point("5", 6)];
    const now = seriesOf(line(input(points))).at(-1);
    expect(now?.data.map(({ value }) => value)).toEqual([0, "-", "-", 5, 6]);
    expect(now).toMatchObject({ connectNulls: false });
  });

  test("a last bucket that is cut or lacks days is in part", () => {
    const cut = seriesOf(line(input([point("1", 5), point("2", 6, "PARTIAL")]))).at(-1);
    expect(cut?.data[1]?.label?.formatter()).toBe("in part");
  });

  test("a running bucket is hollow and says so far; a finished one never does", () => {
    const now = seriesOf(
      line(input([point("1", 5), point("2", 6), { ...point("3", 2, "PARTIAL"), running: true }])),
    ).at(-1);
    expect(now?.data.map(({ symbol }) => symbol)).toEqual(["none", "none", "emptyCircle"]);
    expect(now?.data[2]?.label?.formatter()).toBe("so far");
    const whole = seriesOf(line(input([point("1", 5), point("2", 6)]))).at(-1);
    expect(whole?.data.map(({ symbol, label }) => [symbol, label])).toEqual([
      ["none", undefined],
      ["circle", undefined],
    ]);
  });

  test("what was then is dashed, the second dotted, lighter and below", () => {
    const points = [1, 2, 3].map((value) => ({
      ...point(String(value), value),
      comparisons: [
        { label: "a", value, status: "COMPLETE" },
        { label: "b", value, status: "PARTIAL" },
      ],
    }));
    const drawn = seriesOf(line(input(points, { thenNames: ["Nov", "Dec 2023"] })));
    expect(drawn.map(({ name, lineStyle }) => [name, lineStyle.type])).toEqual([
      ["Dec 2023", [0.1, 4.5]],
      ["Nov", [4, 3]],
      ["Net revenue", "solid"],
    ]);
    expect(drawn[0]?.lineStyle.color).toBe(lighter(LIGHT.accent, LIGHT, 0.3));
    expect(drawn[0]?.data.map(({ symbol }) => symbol)).toEqual(["emptyCircle", "emptyCircle", "emptyCircle"]);
  });

  test("a run that was never loaded is one hatched band with words once", () => {
    const points = [point("1", 1), ...["2", "3", "4"].map((label) => point(label, 0, "NOT_LOADED")), point("5", 1)];
    const drawing = draw(line(input(points)));
    expect(drawing.match(/not loaded/g)).toHaveLength(1);
    expect(drawing).toContain("<pattern");
    expect(draw(line(input([point("1", 0), point("2", 0)])))).not.toContain("<pattern");
  });

  test("words of a band that is narrower than they are stay away", () => {
    const points = Array.from({ length: 60 }, (_, index) => point(`${index}`, 1, index === 30 ? "NOT_LOADED" : ""));
    const drawing = draw(line(input(points)));
    expect(drawing).not.toContain("not loaded");
    expect(drawing).toContain("<pattern");
  });

  test("so far stands at its own point, however many lines end there", () => {
    const points = [1, 1].map((value, index) => ({
      ...point(String(index), value, index === 1 ? "PARTIAL" : "COMPLETE", value),
      running: index === 1,
    }));
    const size = { width: 260, height: 130 };
    const [, now] = seriesOf(lineOption(input(points, { thenNames: ["before"] }), LIGHT, size));
    expect(now?.data[1]?.label).toMatchObject({ offset: [0, 0] });
  });

  test("one point alone is seen", () => {
    expect(draw(line(input([point("1 Dec", 5)])))).toContain(LIGHT.accent);
  });

  test("four hundred points are drawn, those before in dashes", () => {
    const points = Array.from({ length: 400 }, (_, index) => point(`day ${index}`, index % 7, "COMPLETE", index % 5));
    expect(draw(line(input(points, { thenNames: ["before"] })))).toContain('stroke-dasharray="4,3"');
  });

  test("names that are markup are text, in both themes", () => {
    const series: ChartSeries[] = [HOSTILE, "{a}"].map((name) => ({
      name,
      points: [point(HOSTILE, 5), point("2", 6)],
    }));
    const drawing = draw(lineOption(input([], { series }), DARK, SIZE));
    expect(drawing).not.toContain("<img");
    expect(drawing).toContain("{a}");
  });

  test("names stand at the ends of up to six lines of a wide plot", () => {
    const series = Array.from({ length: 7 }, (_, index) => ({ name: `s${index}`, points: [point("1", index)] }));
    expect(hasEndLabels({ series: series.slice(0, 6), thenNames: [] }, 640)).toBe(true);
    expect(hasEndLabels({ series, thenNames: [] }, 640)).toBe(false);
    expect(hasEndLabels({ series: series.slice(0, 2), thenNames: [] }, 300)).toBe(false);
    expect(hasEndLabels({ series: series.slice(0, 1), thenNames: [] }, 640)).toBe(false);
  });

  test("nothing at all is an empty plot, not a failure", () => {
    expect(draw(line(input([])))).toContain("<svg");
  });
});

describe("bars", () => {
  const bars = (given: LineInput) => barsOption(given, LIGHT, SIZE);

  test("always stand on zero, and negative ones cross it", () => {
    const ratio = input([point("1", 0.2), point("2", 0.21)], { measure: { kind: "ratio", currency: "" } });
    expect(barScale(ratio).min).toBe(0);
    expect(lineScale(ratio).min).toBeGreaterThan(0);
    expect(barScale(input([point("1", -5), point("2", 5)])).min).toBeLessThan(0);
  });

  test("a running bucket is striped and says so far", () => {
    const drawing = draw(bars(input([point("1", 5), { ...point("2", 3, "PARTIAL"), running: true }])));
    expect(drawing).toContain("so far");
    expect(drawing).toContain("<pattern");
  });

  test("beside buckets that were never loaded keep their width", () => {
    const whole = [point("1", 5), point("2", 6), point("3", 7)];
    const gap = [point("1", 5), point("2", 0, "NOT_LOADED"), point("3", 7)];
    const drawing = draw(bars(input(gap)));
    expect(drawing).toContain("not loaded");
    expect(barWidths(drawing)).toEqual(barWidths(draw(bars(input(whole)))).slice(0, 2));
  });

  test("a bucket that lacks days is in part, the last one too", () => {
    const drawing = draw(bars(input([point("1", 5), point("2", 6, "PARTIAL")])));
    expect(drawing).toContain("in part");
    expect(drawing).not.toContain("so far");
  });

  test("null has no bar; what was then stands before what is now", () => {
    const points = [point("1", null, "COMPLETE", 2), point("2", 0, "COMPLETE", null)];
    const drawn = seriesOf(bars(input(points, { thenNames: ["Nov"] })));
    expect(drawn.map(({ name }) => name)).toEqual(["Nov", "Net revenue"]);
    expect(drawn[1]?.data.map(({ value }) => value)).toEqual(["-", 0]);
  });
});

test("a bucket is missing when no series has it", () => {
  const has = { name: "a", points: [point("1", 1), point("2", 1, "NOT_LOADED")] };
  const lacks = { name: "b", points: [point("1", 1, "NOT_LOADED"), point("2", 1, "NOT_LOADED")] };
  expect(missingBuckets([has, lacks])).toEqual([false, true]);
  expect(runs([true, true, false, true])).toEqual([
    [0, 1],
    [3, 3],
  ]);
});
