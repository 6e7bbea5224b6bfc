import { expect, test } from "vitest";
import { missingMember } from "./data";

const warning = (message: string, code = "UNKNOWN_MEMBER") => ({ code, message });

test("a name that no line has offers the nearest", () => {
  const said = warning("No completed line has salesperson 'Wanjiru Kamua'. Nearest: 'Wanjiru Kamau'.");
  expect(missingMember([warning("x", "PARTLY_LOADED"), said], "Wanjiru Kamua")).toEqual({
    message: "No completed line has salesperson 'Wanjiru Kamua'.",
    nearest: ["Wanjiru Kamau"],
  });
});

test("several are near, none is near, names have apostrophes", () => {
  const several = warning("No completed line has branch 'Nai'. Nearest: 'Nairobi', 'Naivasha'.");
  expect(missingMember([several], "Nai")?.nearest).toEqual(["Nairobi", "Naivasha"]);
  expect(missingMember([warning("No completed line has branch 'Zzz'.")], "Zzz")?.nearest).toEqual([]);
  const quoted = warning("No completed line has branch 'Murangaa'. Nearest: 'Murang'a'.");
  expect(missingMember([quoted], "Murangaa")?.nearest).toEqual(["Murang'a"]);
});

test("a known name, and a warning of another filter, are no reason", () => {
  expect(missingMember([], "Ann")).toBeNull();
  expect(missingMember([warning("No completed line has branch 'Zzz'.")], "Ann")).toBeNull();
});
