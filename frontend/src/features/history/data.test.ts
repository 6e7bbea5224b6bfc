import { describe, expect, it } from "vitest";
import type { Load } from "../../api/load-types";
import { howWords, newestOf, reasonOf, toldOf, whenWords } from "./data";

const LOAD = { kind: "load", mode: "append", by: "page", state: "loaded", error: null, isNewest: false } as Load;

describe("the history", () => {
  it("tells how and by whom", () => {
    expect(howWords(LOAD)).toBe("append · this page");
    expect(howWords({ ...LOAD, kind: "targets", mode: "replace", by: "command" })).toBe(
      "targets · replace · command line",
    );
    expect(howWords({ ...LOAD, kind: "undo", mode: null })).toBe("undo · this page");
  });

  it("keeps the reason of what failed", () => {
    const error = {
      code: "OVERLAP",
      message: "3 lines repeat.",
      hint: "Correct them.",
      line: null,
      quarantineOf: null,
    };
    expect(reasonOf({ ...LOAD, state: "refused", error })).toBe("3 lines repeat. Correct them.");
    expect([reasonOf(LOAD), toldOf(LOAD).tone]).toEqual([null, "good"]);
  });

  it("writes moments in the business zone", () => {
    expect(whenWords("2024-12-31T21:30:00+00:00", "Africa/Nairobi")).toBe("1 Jan 2025, 00:30");
  });

  it("undoes the newest load alone", () => {
    expect(newestOf([LOAD, { ...LOAD, file: "b", isNewest: true }])?.file).toBe("b");
    expect(newestOf([LOAD])).toBeNull();
  });
});
