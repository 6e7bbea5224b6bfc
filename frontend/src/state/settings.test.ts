import { expect, test } from "vitest";
import { DEFAULT_SETTINGS, readSettings } from "./settings";

test.each([null, "", "{", "null", "[]", "3"])("%s is the default", (text) => {
  expect(readSettings(text)).toEqual(DEFAULT_SETTINGS);
});

test("what is stored comes back", () => {
  const settings = { ...DEFAULT_SETTINGS, theme: "dark", density: "compact", colours: { "branch:Thika": 3 } };
  expect(readSettings(JSON.stringify(settings))).toEqual(settings);
});

test("what does not fit is the default, the rest is kept", () => {
  const stored = { theme: "pink", numbers: "full", shortcuts: "yes", colours: { a: 9, b: "1", c: 8 }, other: 1 };
  expect(readSettings(JSON.stringify(stored))).toEqual({ ...DEFAULT_SETTINGS, numbers: "full", colours: { c: 8 } });
});
