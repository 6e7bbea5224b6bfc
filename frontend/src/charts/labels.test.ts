import { expect, test } from "vitest";
import { onRule, sidesOf, type Spot } from "./beside";
import { cutTo, drawable, widthOf } from "./labels";
import { lineOption } from "./options/line";
import { startPlot, type PlotOption } from "./modules";
import { barsOption } from "./options/bars";
import { scatterOption } from "./options/scatter";
import { LIGHT } from "./theme";

const SIZE = { width: 640, height: 240 };
const MONEY = { kind: "money", currency: "KES" } as const;
const OF_OBJECTS = ["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf", "__defineGetter__"];
const PLOT = { plot: { left: 40, right: 600, top: 0, bottom: 200 }, taken: [], avoided: [] };

function draw(option: PlotOption): string {
  const plot = startPlot(null, { ssr: true, ...SIZE });
  try {
    plot.setOption(option);
    return plot.renderToSVGString();
  } finally {
    plot.dispose();
  }
}

const at = (x: number, y: number, text: string, isFirst = false): Spot => ({ x, y, text, isFirst });

test.each(OF_OBJECTS)("a member named %s is drawn in every chart", (name) => {
  const points = [1, 2, 3].map((value) => ({ label: String(value), value, status: "COMPLETE", comparisons: [] }));
  const input = { series: [name, "Ann", name].map((one) => ({ name: one, points })), measure: MONEY, thenNames: [] };
  const marks = [name, "Ann", "toStringent"].map((one, index) => ({
    name: one,
    x: 10 * index,
    y: index,
    isNamed: true,
  }));
  const axes = { x: { name: "x", measure: MONEY, total: null }, y: { name: name, measure: MONEY, total: 1 } };
  for (const drawing of [
    draw(lineOption(input, LIGHT, SIZE)),
    draw(scatterOption({ points: marks, ...axes }, LIGHT, SIZE)),
  ]) {
    expect(drawing).toContain(name);
    expect(drawing).toContain("Ann");
  }
  expect(draw(barsOption(input, LIGHT, SIZE))).toContain("<svg");
  expect(drawable(name)).not.toBe(name);
  expect(drawable(`${name}s`)).toBe(`${name}s`);
});

test("a name is cut only where there is no room, and on one line", () => {
  expect(cutTo("Wanjiru Kamau", widthOf("Wanjiru Kamau"))).toBe("Wanjiru Kamau");
  expect(cutTo("Nuts\n and bolts", 300)).toBe("Nuts and bolts");
  const cut = cutTo("W".repeat(300), 100);
  expect(cut).toMatch(/^W+…$/);
  expect(widthOf(cut)).toBeLessThanOrEqual(100);
});

test("the end of a line has the whole name where the plot is wide, and says so far in any case", () => {
  const points = ["COMPLETE", "PARTIAL"].map((status, index) => ({
    ...{ label: String(index), value: index, status },
    running: status === "PARTIAL",
  }));
  const names = ["Building materials and more", "W".repeat(300)];
  const series = names.map((name) => ({ name, points }));
  const drawing = draw(lineOption({ series, measure: MONEY, thenNames: [] }, LIGHT, { width: 960, height: 240 }));
  expect(drawing).toContain("Building materials and more · so far");
  expect(drawing).toMatch(/WWW… · so far/);
});

test("names beside marks stand where nothing is, those chosen first, and none over another", () => {
  expect(sidesOf([at(100, 100, "Ann"), at(500, 50, "")], PLOT)).toEqual(["right", null]);
  expect(sidesOf([at(590, 100, "Wanjiru Kamau")], PLOT)).toEqual(["left"]);
  expect(sidesOf([at(100, 100, "Ann"), at(118, 100, "Bo")], PLOT)).toEqual(["left", "right"]);
  const crowd = Array.from({ length: 6 }, (_, index) => at(100 + index, 100, "Wanjiru Kamau", index === 5));
  expect(sidesOf(crowd, PLOT)).toEqual(["top", "bottom", null, null, null, "right"]);
  const rest = { left: 500, right: 600, top: 90, bottom: 110 };
  expect(sidesOf([at(500, 100, "Ann")], { ...PLOT, taken: [rest] })).toEqual(["left"]);
  const rule = { left: 40, right: 600, top: 100, bottom: 100 };
  expect(sidesOf([at(500, 100, "Ann")], { ...PLOT, avoided: [rule] })).toEqual(["top"]);
  expect(sidesOf([at(500, 100, "Ann")], { ...PLOT, avoided: [PLOT.plot] })).toEqual(["right"]);
});

test("a name with marks on all four sides stands at a corner rather than over one of them", () => {
  const crowd = [at(100, 100, "Simon Maina"), at(140, 100, ""), at(60, 100, ""), at(130, 84, ""), at(70, 116, "")];
  expect(sidesOf(crowd, PLOT)[0]).toBe("bottom right");
});

test("the words of a rule stand where no mark is, as near to its end as they can", () => {
  const words = "all together";
  const half = widthOf(words) / 2;
  expect(onRule(words, 100, [], PLOT)).toMatchObject({ x: 600 - half, side: "top" });
  expect(onRule(words, 100, [at(580, 92, "Ann")], PLOT)).toMatchObject({ x: 600 - half, side: "bottom" });
  const both = [at(580, 92, "Ann"), at(570, 108, "Bo")];
  expect((onRule(words, 100, both, PLOT)?.x ?? 0) + half).toBeLessThanOrEqual(575);
  const name = { left: 300, right: 600, top: 80, bottom: 120 };
  expect((onRule(words, 100, [], { ...PLOT, taken: [name] })?.x ?? 0) + half).toBeLessThanOrEqual(300);
  const everywhere = Array.from({ length: 300 }, (_, index) => at(2 * index, 100, ""));
  expect(onRule(words, 100, everywhere, PLOT)).toBeNull();
});
