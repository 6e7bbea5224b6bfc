import { expect, test } from "vitest";
import { dateFormat, numberFormat } from "./intl";

test("a format is made once, and another one for other options or another language", () => {
  const compact = numberFormat("en", { notation: "compact" });
  expect(numberFormat("en", { notation: "compact" })).toBe(compact);
  expect(numberFormat("en", { maximumFractionDigits: 1 })).not.toBe(compact);
  const day = dateFormat("en-GB", { day: "numeric", timeZone: "UTC" });
  expect(dateFormat("en-GB", { day: "numeric", timeZone: "UTC" })).toBe(day);
  expect(dateFormat("en-KE", { day: "numeric", timeZone: "UTC" })).not.toBe(day);
});
