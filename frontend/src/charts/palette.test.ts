import { describe, expect, test } from "vitest";
import { BETTER, GREY, GROUND, SLOTS, slotColour, slotOf, TINTS, tintColour, WORSE, type Scheme } from "./palette";
import { DARK, LIGHT } from "./theme";

type Rgb = readonly [number, number, number];
const SCHEMES: readonly Scheme[] = ["light", "dark"];

const linear = (colour: string): Rgb =>
  [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;

/** WCAG 2.2. */
function contrast(one: string, other: string): number {
  const [low, high] = [one, other].map((colour) => dot([0.2126, 0.7152, 0.0722], linear(colour))).sort((a, b) => a - b);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}

const dot = (row: Rgb, [r, g, b]: Rgb): number => row[0] * r + row[1] * g + row[2] * b;
const times = (matrix: readonly Rgb[], colour: Rgb): Rgb => matrix.map((row) => dot(row, colour)) as unknown as Rgb;

/** Machado, Oliveira and Fernandes (2009) at full severity, on linear light. */
const SIGHTS: Readonly<Record<string, readonly Rgb[]>> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** Ottosson (2020). */
const TO_LMS: readonly Rgb[] = [
  [0.4122214708, 0.5363325363, 0.0514459929],
  [0.2119034982, 0.6806995451, 0.1073969566],
  [0.0883024619, 0.2817188376, 0.6299787005],
];
const TO_LAB: readonly Rgb[] = [
  [0.2104542553, 0.793617785, -0.0040720468],
  [1.9779984951, -2.428592205, 0.4505937099],
  [0.0259040371, 0.7827717662, -0.808675766],
];

function oklab(colour: string, sight: readonly Rgb[]): Rgb {
  const seen = times(sight, linear(colour)).map((part) => Math.min(1, Math.max(0, part))) as unknown as Rgb;
  return times(TO_LAB, times(TO_LMS, seen).map(Math.cbrt) as unknown as Rgb);
}

function smallest(colours: readonly string[], sight: readonly Rgb[]): number {
  const seen = colours.map((colour) => oklab(colour, sight));
  const distances = seen.flatMap((one, index) =>
    seen.slice(index + 1).map((other) => Math.hypot(...one.map((part, axis) => part - (other[axis] ?? 0)))),
  );
  return Math.min(...distances);
}

describe.each(SCHEMES)("%s", (scheme) => {
  const colours = SLOTS.map((slot) => slot[scheme]);

  test("every colour is 3:1 at least on its ground", () => {
    for (const colour of [...colours, ...[GREY, BETTER, WORSE].map((pair) => pair[scheme])]) {
      expect(contrast(colour, GROUND[scheme]), colour).toBeGreaterThanOrEqual(3);
    }
  });

  test("words are 4.5:1 at least", () => {
    const { text, strong, ground } = scheme === "dark" ? DARK : LIGHT;
    for (const colour of [text, strong]) expect(contrast(colour, ground)).toBeGreaterThanOrEqual(4.5);
  });

  test.each(Object.entries(SIGHTS))("any two slots are told apart by %s sight, the first four well", (_, sight) => {
    expect(smallest(colours, sight)).toBeGreaterThanOrEqual(0.08);
    expect(smallest(colours.slice(0, 4), sight)).toBeGreaterThanOrEqual(0.13);
  });

  test.each(Object.entries(SIGHTS))("better and worse are told apart by %s sight", (_, sight) => {
    expect(smallest([BETTER[scheme], WORSE[scheme]], sight)).toBeGreaterThanOrEqual(0.13);
  });
});

test("a member keeps its slot whatever is filtered; the ninth, Others and strangers are grey", () => {
  const members = Array.from({ length: 10 }, (_, index) => `branch ${index}`);
  expect(slotOf(members, "branch 3")).toBe(3);
  expect(slotOf([...members, "a new one"], "branch 3")).toBe(3);
  for (const name of ["branch 8", "stranger", null]) expect(slotOf(members, name)).toBeNull();
  expect(slotColour(null, "light")).toBe(GREY.light);
});

test("shades beside the accent are seen on their ground and told apart by their lightness", () => {
  for (const scheme of SCHEMES) {
    const colours = [BETTER, ...TINTS].map((pair) => pair[scheme]);
    for (const colour of colours) expect(contrast(colour, GROUND[scheme])).toBeGreaterThanOrEqual(3);
    for (const [place, one] of colours.entries()) {
      for (const other of colours.slice(place + 1)) {
        const [a, b] = [one, other].map((colour) => oklab(colour, SIGHTS.normal ?? []));
        expect(Math.hypot(...(a ?? [0]).map((part, at) => part - (b?.[at] ?? 0))), `${one} ${other}`).toBeGreaterThan(
          0.07,
        );
      }
    }
    expect(tintColour(99, scheme)).toBe(GREY[scheme]);
  }
});
