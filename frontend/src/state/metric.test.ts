import { expect, test } from "vitest";
import { metricOf, METRICS } from "./metric";

test.each(METRICS)("$metric is known by its name", (look) => {
  expect(metricOf(look.metric)).toBe(look);
  expect(metricOf(look.metric.toLowerCase())).toBe(look);
});

test.each([undefined, "", "NONSENSE", "__proto__"])("%s is read as net revenue", (name) => {
  expect(metricOf(name).metric).toBe("REVENUE");
});
