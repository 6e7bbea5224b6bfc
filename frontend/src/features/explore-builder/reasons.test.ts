import { expect, test } from "vitest";
import { explorationOf } from "../../state/exploration";
import { settled } from "./reasons";

test.each([
  ["bars of several series over time", { r: ["branch"], c: ["quarter"], view: ["bars"] }, "pivot"],
  ["lines without a time", { r: ["branch"], c: [], view: ["lines"] }, "table"],
  ["lines over time", { r: ["branch"], c: ["quarter"], view: ["lines"] }, "lines"],
])("a link that asks for %s is shown as what can be read", (_, extra, shape) => {
  const given = explorationOf({ ms: ["netRevenue"], ...extra });
  expect(settled(given, given).shape).toBe(shape);
});
