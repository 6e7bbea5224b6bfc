import { expect, test } from "vitest";
import { nameIn, partOf } from "./member-part";

const ORIGIN = "http://sales.example";

test.each([
  ".",
  "..",
  "~.",
  "~~..",
  "~",
  "...",
  "a/b",
  "a\\b",
  "50 %",
  "%2e%2e",
  "who?",
  "#1",
  "x/../y",
  "A+B & C",
  "é漢",
])("the page of %j is at its own address", (name) => {
  const { pathname } = new URL(`${ORIGIN}/branches/${partOf(name)}?p=year`);
  expect(pathname).toMatch(/^\/branches\/[^/]+$/);
  expect(nameIn(pathname.slice("/branches/".length))).toBe(name);
});

test("what is no name is none", () => {
  expect(nameIn("%E0%A4%A")).toBeNull();
});
