import { expect, test } from "vitest";
import { awaited, byKey, groupKey, lineKey, narrowed, opened, pathOf, toggled, treeRows, within } from "./data";

const MEASURES = {
  revenue: 10,
  profit: null,
  profitMargin: null,
  growthRate: -0.5,
  returnRate: 0,
  share: 1,
  unitsSold: 2,
  orders: null,
  nulls: [{ field: "profit", code: "COST_MISSING" }],
};
const HOSTILE = "<img src=x onerror=alert(1)>/..%-";
const line = (productLine: string | null) => ({ productLine, ...MEASURES });
const group = (itemGroup: string | null) => ({ itemGroup, ...MEASURES });
const product = (name: string | null) => ({ product: name, ...MEASURES });

const CHILDREN = {
  groups: new Map([
    [lineKey(HOSTILE), [group("Nails"), group(null)]],
    [lineKey(null), [group("-")]],
  ]),
  products: new Map([[groupKey(HOSTILE, null), [product("Nail 2 in"), product(null)]]]),
};

test("folded rows are the lines alone, with their own values and reasons", () => {
  const rows = treeRows([line("Building"), line(null)], CHILDREN, []);
  expect(rows.map(({ name, level, isOpen }) => [name, level, isOpen])).toEqual([
    ["Building", 0, false],
    [null, 0, false],
  ]);
  expect(rows[0]).toMatchObject(MEASURES);
});

test("opened rows have theirs below them, whatever they are called", () => {
  const open = [lineKey(HOSTILE), groupKey(HOSTILE, null), lineKey(null)];
  const rows = treeRows([line(HOSTILE), line(null)], CHILDREN, open);
  expect(rows.map(({ name, level, isOpen }) => [name, level, isOpen])).toEqual([
    [HOSTILE, 0, true],
    ["Nails", 1, false],
    [null, 1, true],
    ["Nail 2 in", 2, null],
    [null, 2, null],
    [null, 0, true],
    ["-", 1, false],
  ]);
  expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
});

test("a row that is open but not answered yet stands alone", () => {
  const rows = treeRows([line("Solar")], { groups: new Map(), products: new Map() }, [lineKey("Solar")]);
  expect(rows.map(({ name, isOpen }) => [name, isOpen])).toEqual([["Solar", true]]);
});

test("what is opened comes back from the address", () => {
  const keys = [lineKey(HOSTILE), groupKey(HOSTILE, null), lineKey(null), groupKey("Folded", "Nails")];
  expect(opened(keys)).toEqual({ lines: [HOSTILE, null], groups: [{ line: HOSTILE, group: null }] });
  expect(opened(["", "a/b/c", "%", "/x"])).toEqual({ lines: [], groups: [] });
});

test("folding a row folds what lies below it and nothing else", () => {
  const keys = ["A", "A/x", "AB", "AB/y"];
  expect(toggled(keys, "A")).toEqual(["AB", "AB/y"]);
  expect(toggled(keys, "B")).toEqual([...keys, "B"]);
});

test("children are asked under the page's filters", () => {
  const filters = { branch: { in: ["Thika"] } };
  expect(within(filters, { line: "Solar", group: null }, 0)).toEqual({ ...filters, productLine: { in: ["Solar"] } });
  expect(within(null, { line: null, group: null }, 1)).toEqual({
    productLine: { isNull: true },
    itemGroup: { isNull: true },
  });
});

test("one line alone, one group of it alone, and everything again", () => {
  const filters = { branch: { in: ["Thika"], notIn: [] }, itemGroup: { in: ["Nails"], notIn: [] } };
  expect(narrowed(filters, { line: "Solar", group: null })).toEqual({
    branch: filters.branch,
    productLine: { in: ["Solar"], notIn: [] },
  });
  expect(narrowed({}, { line: "Solar", group: "Panels" })).toHaveProperty("itemGroup.in", ["Panels"]);
  expect(narrowed(filters, { line: null, group: null })).toEqual({ branch: filters.branch });
});

test("rows are there, on their way, or refused", () => {
  const again = () => undefined;
  const all = [
    { key: "a", rows: [1], problem: null, again },
    { key: "b", rows: null, problem: null, again },
    { key: "c", rows: null, problem: "Too much.", again },
  ];
  expect([...byKey(all)]).toEqual([["a", [1]]]);
  expect([...awaited(all)].map(([key, { problem }]) => [key, problem])).toEqual([
    ["b", null],
    ["c", "Too much."],
  ]);
});

test("the path tells what is kept, and the line above a group when it is one", () => {
  const kept = (...names: string[]) => ({ in: names, notIn: [] });
  expect(pathOf({ branch: kept("Thika") })).toBeNull();
  expect(pathOf({ productLine: kept("Solar") })).toEqual({ above: null, here: "Solar" });
  expect(pathOf({ productLine: kept("Solar"), itemGroup: kept("Panels") })).toEqual({ above: "Solar", here: "Panels" });
  expect(pathOf({ productLine: kept("A", "B"), itemGroup: kept("Panels") })).toEqual({ above: null, here: "Panels" });
  expect(pathOf({ productLine: { in: [], notIn: ["Solar"] } })).toBeNull();
});
