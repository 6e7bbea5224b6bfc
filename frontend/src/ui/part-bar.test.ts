import { expect, test } from "vitest";
import { SLOTS, GREY } from "../charts/palette";
import { inkOn } from "./part-bar";

const channel = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
const light = (color: string) =>
  [0.2126, 0.7152, 0.0722].reduce((sum, weight, at) => {
    return sum + weight * channel(Number.parseInt(color.slice(1 + 2 * at, 3 + 2 * at), 16) / 255);
  }, 0);
const contrast = (a: string, b: string) => {
  const [low = 0, high = 0] = [light(a), light(b)].sort((one, other) => one - other);
  return (high + 0.05) / (low + 0.05);
};

test.each([...SLOTS, GREY].flatMap(({ light: day, dark }) => [day, dark]))("words on %s are read", (color) => {
  expect(contrast(color, inkOn(color))).toBeGreaterThanOrEqual(4.5);
});
