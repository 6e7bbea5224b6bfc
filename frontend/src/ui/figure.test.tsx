// @vitest-environment jsdom
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { Figure } from "./figure";

afterEach(cleanup);

test.each([
  ["MEASURE_NOT_LOADED", "money", "not loaded"],
  ["DIMENSION_NOT_LOADED", "count", "not loaded"],
  ["NOT_LOADED", "units", "not loaded"],
  ["ZERO_DENOMINATOR", "ratio", "—"],
  ["NOT_LOADED", "growth", "—"],
  [null, "money", "—"],
] as const)("a null of %s in %s reads %s", (reason, kind, shown) => {
  render(<Figure value={null} kind={kind} reason={reason} />);
  expect(screen.getByRole("img").textContent).toBe(shown);
});
