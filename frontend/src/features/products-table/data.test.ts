import { expect, test } from "vitest";
import { CLASSES, classesInWords, classOf } from "./data";

test("classes as the address says them", () => {
  expect(CLASSES.map((one) => classOf(one.toLowerCase()))).toEqual([...CLASSES]);
  expect([classOf(undefined), classOf("D"), classOf("")]).toEqual([null, null, null]);
});

test("the limits of the classes are said as the answer states them", () => {
  expect(classesInWords({ classAShare: 0.8, classBShare: 0.95 })).toBe(
    "A brings the first 80 % of net revenue, B goes on to 95 %, C is the rest.",
  );
  expect(classesInWords({ classAShare: 0.8 })).toBe("");
  expect(classesInWords(null)).toBe("");
});
