// @vitest-environment jsdom
import { expect, test } from "vitest";
import { theme } from "./theme";

test("breakpoints follow the letters", () => {
  expect(theme.breakpoints.up("lg")).toBe("@media (min-width:75em)");
});

test("letters grow with the reader's own size of them", () => {
  expect(theme.unstable_sx({ fontSize: 12 })).toEqual({ fontSize: "0.75rem" });
  expect(theme.unstable_sx({ "& small": { fontSize: 11 } })).toEqual({ "& small": { fontSize: "0.6875rem" } });
  expect(JSON.stringify(theme.unstable_sx({ fontSize: { xs: 16, sm: 24 } }))).toMatch(/1rem.*1\.5rem/u);
  expect(theme.unstable_sx({ fontSize: "0.7em" })).toEqual({ fontSize: "0.7em" });
});
