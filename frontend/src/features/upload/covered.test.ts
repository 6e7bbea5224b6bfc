import { expect, it } from "vitest";
import { coveredOf } from "./covered";

const found = { first: "2024-01-03", last: "2024-01-30" };

it("leaves the days of the lines to the loader", () => {
  expect(coveredOf(found, found)).toEqual({ covers: null, problem: null });
});

it("asks for a wider span", () => {
  expect(coveredOf(found, { first: "2024-01-01", last: "2024-01-31" })).toEqual({
    covers: "2024-01-01..2024-01-31",
    problem: null,
  });
  expect(coveredOf(found, { ...found, last: "2024-02-29" }).covers).toBe("2024-01-03..2024-02-29");
});

it.each([
  [{ first: "", last: "2024-01-31" }, "both days"],
  [{ first: "2024-01-01", last: "" }, "both days"],
  [{ first: "2024-02-01", last: "2024-01-31" }, "before the first"],
  [{ first: "2024-01-04", last: "2024-01-31" }, "2024-01-03 to 2024-01-30"],
  [{ first: "2024-01-01", last: "2024-01-29" }, "2024-01-03 to 2024-01-30"],
])("says why %j cannot be loaded", (said, words) => {
  const { covers, problem } = coveredOf(found, said);
  expect(covers).toBeNull();
  expect(problem).toContain(words);
});
