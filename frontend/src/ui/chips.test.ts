import { expect, test } from "vitest";
import type { Meta } from "../api/unwrap";
import { chipsOf } from "./chips";

type Told = Pick<Meta, "exact" | "relativeError" | "complete" | "warnings">;
const WHOLE: Told = { exact: true, relativeError: null, complete: true, warnings: [] };

const partly = (message: string): Told => ({
  ...WHOLE,
  warnings: [{ code: "PARTLY_LOADED", message, field: "period" }],
});

test.each([
  [WHOLE, false, []],
  [WHOLE, true, ["older answer"]],
  [{ ...WHOLE, exact: false }, false, ["≈"]],
  [{ ...WHOLE, exact: false, relativeError: 0.023 }, false, ["≈ ±2.3 %"]],
  [{ ...WHOLE, complete: false }, false, ["not complete"]],
  [
    partly("Only 29 of the 31 days of 2024-12-01 to 2024-12-31 were loaded for the branches asked for."),
    false,
    ["2 of 31 days not loaded"],
  ],
  [partly("Some days are missing."), false, ["days not loaded"]],
])("an answer that says %o, late %s, has the chips %j", (told, isLate, chips) => {
  expect(chipsOf(told, isLate)).toEqual(chips);
});
