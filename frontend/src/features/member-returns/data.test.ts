import { expect, test } from "vitest";
import { isEmptyReturns, returned } from "./data";

const row = (member: string | null, returnsValue: number | null, unitsReturned: number | null = 0) => ({
  member,
  returnsValue,
  unitsReturned,
  returnRate: null,
  returnShare: null,
  nulls: [],
});

test("what came back stands in the API's order; what did not is left out", () => {
  const rows = [row("<b>Seeds</b>", -90), row(null, -5), row("Solar", 0), row("Cement", null), row("Pipe", 0, 2)];
  expect(returned(rows).map(({ member }) => member)).toEqual(["<b>Seeds</b>", null, "Pipe"]);
  expect(isEmptyReturns([row("Solar", 0)])).toBe(true);
  expect(isEmptyReturns([])).toBe(true);
});
