import { describe, expect, test } from "vitest";
import { areaOf, pressed, shownOf, START, tsvOf } from "./selection";

describe("a selection", () => {
  const size = { rows: 3, columns: 4 };
  const key = (name: string, shiftKey = false, isCtrl = false) => ({ key: name, shiftKey, isCtrl });

  test("arrows walk within the grid, with Shift they choose", () => {
    const right = pressed(START, key("ArrowRight"), size);
    expect(right).toEqual({ from: { row: 0, column: 1 }, to: { row: 0, column: 1 } });
    expect(pressed(START, key("ArrowUp"), size)).toEqual(START);
    const down = pressed(START, key("ArrowDown", true), size);
    expect(down && areaOf(down)).toEqual({ rows: [0, 1], columns: [0, 0] });
    expect(pressed(START, key("End", true, true), size)?.to).toEqual({ row: 2, column: 3 });
    expect(pressed(START, key("a", false, true), size)?.to).toEqual({ row: 2, column: 3 });
    expect(pressed(START, key("x"), size)).toBeNull();
  });

  test("nothing chosen marks nothing and can be reached", () => {
    expect(shownOf(0, null)).toEqual({ first: -1, last: -1, focus: 0 });
    expect(shownOf(1, null).focus).toBe(-1);
  });

  test("a copy is exact, a null empty, and text stays in its cell", () => {
    const line = {
      key: "",
      kind: "row" as const,
      level: 0,
      label: "",
      members: {},
      values: [5, 4, 0.25],
      reasons: new Map<string, string>(),
    };
    const lines = [line, { ...line, values: [1234567.891234, null, "a\tb\nc"] }];
    expect(tsvOf(lines, { rows: [0, 1], columns: [0, 2] })).toBe("5\t4\t0.25\n1234567.891234\t\ta b c");
    expect(tsvOf(lines, { rows: [1, 1], columns: [0, 0] })).toBe("1234567.891234");
  });
});
