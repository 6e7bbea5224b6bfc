import { afterEach, describe, expect, test } from "vitest";
import { startPlot, type LineOption } from "../modules";
import { LIGHT } from "../theme";
import { lineOption, type LineRow } from "./line";

const WORDS = { now: "now", then: "before", axis: (value: number) => `KES ${value}` };
const row = (label: string, now: number | null, then: number | null = null, isPartial = false): LineRow => ({
  label,
  now,
  then,
  isPartial,
});
const build = (rows: LineRow[]): LineOption => lineOption(rows, WORDS, LIGHT);
const seriesOf = (option: LineOption) => (Array.isArray(option.series) ? option.series : [option.series]);

const open: { dispose: () => void }[] = [];
afterEach(() => {
  open.splice(0).forEach((plot) => {
    plot.dispose();
  });
});

function draw(rows: LineRow[]): string {
  const plot = startPlot(null, { ssr: true, width: 600, height: 240 });
  open.push(plot);
  plot.setOption(build(rows));
  return plot.renderToSVGString();
}

describe("the option", () => {
  test("nothing then, one line; something then, two, the dashed one below", () => {
    expect(seriesOf(build([row("1", 5)])).map((series) => series?.name)).toEqual(["now"]);
    expect(seriesOf(build([row("1", 5, 4), row("2", 6)])).map((series) => series?.name)).toEqual(["before", "now"]);
  });

  test("null is a gap and zero a value", () => {
    const [line] = seriesOf(build([row("1", 0), row("2", null), row("3", 5)]));
    expect(line?.data).toEqual([
      { value: 0, symbol: "none" },
      { value: "-", symbol: "none" },
      { value: 5, symbol: "none" },
    ]);
    expect(line).toMatchObject({ connectNulls: false });
  });

  test("a running bucket is hollow", () => {
    const [line] = seriesOf(build([row("1", 5), row("2", 2, null, true)]));
    expect(line).toMatchObject({ showSymbol: true, data: [{ symbol: "none" }, { symbol: "emptyCircle" }] });
  });
});

describe("the drawing", () => {
  test("four hundred points are one path of each line", () => {
    const rows = Array.from({ length: 400 }, (_, index) => row(`day ${index}`, index % 7, index % 5));
    expect(draw(rows)).toMatch(/stroke-dasharray="4,3"/);
  });

  test("one point alone is seen", () => {
    expect(draw([row("1 Dec", 5)])).toContain(LIGHT.accent);
  });

  test("a name that is markup is text", () => {
    const drawn = draw([row("<img src=x onerror=alert(1)>", 5), row("2", 6)]);
    expect(drawn).not.toContain("<img");
  });

  test("values below zero are drawn on an axis that has zero", () => {
    expect(draw([row("1", -5), row("2", 5)])).toContain("KES 0");
  });
});
