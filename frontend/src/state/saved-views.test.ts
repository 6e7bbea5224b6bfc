import { expect, test } from "vitest";
import { readViews, SHIPPED, withoutView, withView, writeViews, type SavedView } from "./saved-views";
import { formatView, parseView } from "./view";

const MINE: SavedView = { name: "Mine", path: "/branches", search: "?branch=Nairobi" };

test("views go into a file and come back", () => {
  expect(readViews(writeViews([MINE]))).toEqual([MINE]);
});

test.each([null, "", "{", "[]", "{}", '{"kind":"other","views":[]}', "null", '"text"'])(
  "%s is no file of ours",
  (text) => {
    expect(readViews(text)).toBeNull();
  },
);

test.each([
  { name: "", path: "/", search: "" },
  { name: "Out", path: "//elsewhere.example", search: "" },
  { name: "Out", path: "/\\elsewhere.example", search: "" },
  { name: "Out", path: "https://elsewhere.example", search: "" },
  { name: "Odd", path: "/", search: "x" },
  { name: 1, path: "/", search: "" },
  null,
])("%j is left out", (broken) => {
  const text = JSON.stringify({ kind: "sales-dashboard-views", version: 1, views: [broken, MINE] });
  expect(readViews(text)).toEqual([MINE]);
});

test("a view of the same name takes the place of the other", () => {
  const other = { ...MINE, search: "" };
  expect(withView([MINE], other)).toEqual([other]);
  expect(withoutView([MINE], "Mine")).toEqual([]);
});

test("every shipped view is one that the dashboard understands and would write itself", () => {
  for (const { search } of SHIPPED) {
    const { view, dropped } = parseView(search);
    expect(dropped).toEqual([]);
    expect(formatView(view)).toBe(search);
  }
});
