import { expect, test } from "vitest";
import {
  hasRoom,
  MOST_VIEWS,
  readViews,
  SHIPPED,
  takenIn,
  withoutView,
  withView,
  writeViews,
  type SavedView,
} from "./saved-views";
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
  { name: "Out", path: "/\t/elsewhere.example", search: "" },
  { name: "Out", path: "/\n\\elsewhere.example", search: "" },
  { name: "Script", path: "javascript:alert(1)", search: "" },
  { name: "Odd", path: "/", search: "x" },
  { name: "Long", path: "/", search: `?branch=${"x".repeat(2000)}` },
  { name: ["Mine"], path: "/", search: "" },
  { name: "Deep", path: { toString: "/" }, search: "" },
  [],
  { name: 1, path: "/", search: "" },
  null,
])("%j is left out", (broken) => {
  const text = JSON.stringify({ kind: "sales-dashboard-views", version: 1, views: [broken, MINE] });
  expect(readViews(text)).toEqual([MINE]);
});

test("a hostile file names what it likes and changes nothing else", () => {
  const name = '<img src=x onerror="alert(1)">';
  const text = `{"kind":"sales-dashboard-views","__proto__":{"polluted":1},"views":[
    {"__proto__":{"name":"Inherited","path":"/","search":""}},
    {"name":${JSON.stringify(name)},"path":"/","search":"","__proto__":{"polluted":1},"constructor":{"prototype":1}}]}`;
  expect(takenIn([MINE], text)).toEqual({ views: [{ name, path: "/", search: "" }, MINE], taken: 1, leftOut: 1 });
  expect("polluted" in {}).toBe(false);
});

test("what there is no room for is left out and counted, none that was there is lost", () => {
  const many = Array.from({ length: MOST_VIEWS }, (_, at) => ({ ...MINE, name: `View ${String(at)}` }));
  const before = many.slice(0, MOST_VIEWS - 1);
  const found = takenIn(before, writeViews([MINE, { ...MINE, name: "One too many" }]));
  expect(found).toMatchObject({ taken: 1, leftOut: 1 });
  expect(found?.views).toHaveLength(MOST_VIEWS);
  for (const view of before) expect(found?.views).toContain(view);
  expect([hasRoom(many, "Another"), hasRoom(many, "View 7")]).toEqual([false, true]);
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
