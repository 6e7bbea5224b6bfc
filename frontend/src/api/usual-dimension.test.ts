import { expect, test } from "vitest";
import { usualDimension } from "./usual-dimension";

const dimension = (name: string, loaded: boolean) => ({
  name,
  label: name,
  definition: "",
  level: "line",
  memberCount: loaded ? 3 : 0,
  loaded,
});
const shellOf = (loaded: Record<string, boolean>) => ({
  dimensions: new Map(Object.entries(loaded).map(([name, is]) => [name, dimension(name, is)])),
});

test.each([
  [{ branch: true, productLine: true }, "branch"],
  [{ branch: false, productLine: true }, "productLine"],
  [{ branch: false, productLine: false, salesperson: false }, "product"],
])("of %o the pages split by %s", (loaded, usual) => {
  expect(usualDimension(shellOf(loaded))).toBe(usual);
});

test("before anything is known it is the branch", () => {
  expect(usualDimension(null)).toBe("branch");
});
