import { expect, test } from "vitest";
import { linesOf, mixes } from "./data";

const row = (salesperson: string | null, productLine: string | null, share: number | null) => ({
  salesperson,
  productLine,
  revenue: share === null ? null : share * 1000,
  profit: null,
  share,
  profitShare: null,
});

test("people stand as the API ranks them, lines in the order of their colours", () => {
  const rows = [row("Zoe", "Solar", 0.6), row("Zoe", "Building", 0.4), row("Ann", "Solar", 1)];
  expect(mixes(rows, ["Building", "Solar"])).toEqual([
    {
      person: "Zoe",
      parts: [
        { line: "Building", revenue: 400, share: 0.4 },
        { line: "Solar", revenue: 600, share: 0.6 },
      ],
      others: [],
      isWhole: true,
    },
    { person: "Ann", parts: [{ line: "Solar", revenue: 1000, share: 1 }], others: [], isWhole: true },
  ]);
});

test("six lines have their own part; smaller ones are Others, by name", () => {
  const lines = ["a", "b", "c", "d", "e", "f", "g", "h"];
  const shares = [0.05, 0.2, 0.2, 0.15, 0.15, 0.1, 0.1, 0.05];
  const [mix] = mixes(
    lines.map((line, index) => row("Ann", line, shares[index] ?? null)),
    [],
  );
  expect(mix?.parts.map(({ line }) => line)).toEqual(["b", "c", "d", "e", "f", "g"]);
  expect(mix?.others).toEqual(["a", "h"]);
});

test("a line that came back, or a share nobody knows, makes no bar", () => {
  expect(mixes([row("Ann", "Solar", 1.2), row("Ann", "Seeds", -0.2)], [])[0]?.isWhole).toBe(false);
  expect(mixes([row("Ann", "Solar", null)], [])[0]?.isWhole).toBe(false);
});

test("ten people at most; nobody and no line have names, hostile ones stay text", () => {
  const people = Array.from({ length: 12 }, (_, index) => row(`P${index}`, "Solar", 1));
  expect(mixes(people, [])).toHaveLength(10);
  const hostile = "<img src=x onerror=alert(1)>";
  const [nobody] = mixes([row(null, null, 0.5), row(null, hostile, 0.5)], []);
  expect(nobody?.person).toBeNull();
  expect(nobody?.parts.map(({ line }) => line)).toEqual(["No line named", hostile]);
  expect(mixes([], [])).toEqual([]);
});

test("the key names each line of the bars once, in the order of the colours", () => {
  const rows = [row("Zoe", "Solar", 0.6), row("Zoe", "Building", 0.4), row("Ann", "Solar", 1), row("Bea", "Seeds", -1)];
  expect(linesOf(mixes(rows, ["Building", "Solar"]), ["Building", "Solar"])).toEqual(["Building", "Solar"]);
  expect(linesOf([], [])).toEqual([]);
});
