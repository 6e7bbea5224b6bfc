import { afterEach, expect, test } from "vitest";
import { startPlot } from "../modules";
import { LIGHT } from "../theme";
import { paretoOption, bands } from "./pareto";
import { known, scatterOption, scatterScales } from "./scatter";
import { barsOf, waterfallOption, waterfallScale, type Step } from "./waterfall";

const SIZE = { width: 640, height: 260 };
const MONEY = { kind: "money", currency: "KES" } as const;
const RATIO = { kind: "ratio", currency: "" } as const;
const HOSTILE = "<img src=x onerror=alert(1)>";

const open: { dispose: () => void }[] = [];
afterEach(() => {
  open.splice(0).forEach((plot) => {
    plot.dispose();
  });
});

function draw(option: Parameters<ReturnType<typeof startPlot>["setOption"]>[0]): string {
  const plot = startPlot(null, { ssr: true, ...SIZE });
  open.push(plot);
  plot.setOption(option);
  return plot.renderToSVGString();
}

const total = (label: string, value: number | null, then?: number): Step => ({
  label,
  kind: "total",
  value,
  ...(then !== undefined && { then }),
});
const change = (label: string, value: number | null): Step => ({ label, kind: "change", value });

test("changes hang from where the step before ended, totals stand on zero", () => {
  const steps = [
    total("Gross", 100),
    change("Returns", -10),
    total("Net", 90),
    change("Cost", -120),
    total("Profit", -30),
  ];
  expect(barsOf(steps, ({ value }) => value)).toEqual([
    { from: 0, to: 100 },
    { from: 100, to: 90 },
    { from: 0, to: 90 },
    { from: 90, to: -30 },
    { from: 0, to: -30 },
  ]);
  expect(waterfallScale({ steps, measure: MONEY, names: { now: "now", then: null } }).min).toBeLessThan(0);
});

test("nothing hangs from a step that is not known", () => {
  const steps = [total("Net", 90), change("Cost", null), change("Other", 5), total("Profit", 7)];
  expect(barsOf(steps, ({ value }) => value).slice(1)).toEqual([null, null, { from: 0, to: 7 }]);
});

test("labels carry their sign, then is dashed, names are text", () => {
  const steps = [total(HOSTILE, 100, 80), change("Returns", -10), change("Price", 5), total("Net", 95, 70)];
  const drawing = draw(waterfallOption({ steps, measure: MONEY, names: { now: "Dec", then: "Nov" } }, LIGHT, SIZE));
  for (const text of [">100<", ">-10<", ">+5<", ">95<"]) expect(drawing).toContain(text);
  expect(drawing).toContain('stroke-dasharray="4,3"');
  expect(drawing).not.toContain("<img");
});

test("a loss is marked by stripes, not by colour alone", () => {
  const steps = [total("Then", 10), change("Cost", -4), total("Now", 6)];
  expect(draw(waterfallOption({ steps, measure: MONEY, names: { now: "Dec", then: null } }, LIGHT, SIZE))).toContain(
    "<pattern",
  );
});

const SCATTER = {
  x: { name: "Net revenue", measure: MONEY, total: 50 },
  y: { name: "Margin", measure: RATIO, total: 0.2 },
};

test("members without both values are not drawn; only the chosen are named", () => {
  const points = [
    { name: HOSTILE, x: 10, y: 0.1, isNamed: true },
    { name: "quiet", x: 20, y: 0.3 },
    { name: "unknown", x: null, y: 0.2 },
  ];
  expect(known(points).map(({ name }) => name)).toEqual([HOSTILE, "quiet"]);
  const drawing = draw(scatterOption({ points, ...SCATTER }, LIGHT, SIZE));
  expect(drawing).not.toContain("<img");
  expect(drawing).toContain("&lt;img src=x");
  expect(drawing).not.toContain("quiet");
});

test("the rules of the totals lie within the axes, also of no point at all", () => {
  const { x, y } = scatterScales({ points: [], ...SCATTER });
  expect(x.max).toBeGreaterThanOrEqual(50);
  expect(y.max).toBeGreaterThanOrEqual(0.2);
});

test("bands reach from rank to rank, and a point without a class is in none", () => {
  const points = ["A", "A", "B", null, "C"].map((band, index) => ({
    name: String(index),
    cumulative: index / 4,
    band,
  }));
  expect(bands(points)).toEqual([
    { name: "A", from: 0, to: 1 },
    { name: "B", from: 1, to: 2 },
    { name: "C", from: 2, to: 4 },
  ]);
});

test("the rules of a Pareto are drawn with their names", () => {
  const points = [0.5, 0.8, 0.96, 1].map((cumulative) => ({ name: HOSTILE, cumulative, band: "A" }));
  const drawing = draw(paretoOption({ points, rules: [0.8, 0.95] }, LIGHT, SIZE));
  expect(drawing).toContain("80 %");
  expect(drawing).toContain("95 %");
  expect(drawing).not.toContain("<img");
});
