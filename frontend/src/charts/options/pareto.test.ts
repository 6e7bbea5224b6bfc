import { expect, test } from "vitest";
import { LIGHT } from "../theme";
import { paretoOption } from "./pareto";

const SIZE = { width: 640, height: 240 };

function axisOf(...shares: (number | null)[]): unknown {
  const points = shares.map((cumulative, index) => ({ name: `Product ${index}`, cumulative, band: "A" }));
  return paretoOption({ points, rules: [0.8, 0.95] }, LIGHT, SIZE).yAxis;
}

test("the axis goes from nothing to the whole", () => {
  expect(axisOf(0.6, 0.9, 1)).toMatchObject({ min: 0, max: 1, interval: 0.25 });
  expect(axisOf(null)).toMatchObject({ min: 0, max: 1 });
});

test("nothing is cut off where products that came back make the others more than the whole", () => {
  expect(axisOf(0.9, 1.21, 1)).toMatchObject({ min: 0, max: 1.5, interval: 0.5 });
  expect(axisOf(-0.2, 0.7, 1)).toMatchObject({ min: -0.5, max: 1, interval: 0.5 });
});
