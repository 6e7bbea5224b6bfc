import { describe, expect, test } from "vitest";
import type { Meta } from "../../api/unwrap";
import { DEFAULT_EXPLORATION, type Exploration } from "../../state/exploration";
import { DEFAULT_VIEW } from "../../state/view";
import { cellQuestion, cellWords } from "./cell";
import { gridOf, type Explored, type Grid } from "./data";
import { seriesOf, tintsOf } from "./drawn";

const META = {
  currency: "KES",
  asOf: "2024-06-15T17:20:00+03:00",
  period: {
    start: "2024-01-01T00:00:00+03:00",
    end: "2024-06-16T00:00:00+03:00",
    grain: "QUARTER",
    timezone: "Africa/Nairobi",
  },
  comparisons: [{ kind: "PREVIOUS_YEAR", start: "2023-01-01T00:00:00+03:00", end: "2023-06-16T00:00:00+03:00" }],
  nulls: [{ field: "netRevenue:PREVIOUS_YEAR:growth", code: "ZERO_BASE" }],
  totals: {
    netRevenue: 12,
    "netRevenue:PREVIOUS_YEAR": null,
    nulls: [{ field: "netRevenue:PREVIOUS_YEAR", code: "NO_BASE" }],
  },
  others: null,
  page: { totalCount: 3, endCursor: null, hasNextPage: false },
} as unknown as Meta;
const column = (name: string, kind: string, unit: string, members: unknown = null) => ({
  name,
  label: name,
  kind,
  unit,
  measure: null,
  members,
  bucket: null,
});
const NOW = column("netRevenue", "measure", "money");
const THEN = column("netRevenue:PREVIOUS_YEAR", "comparison", "money");
const GROWN = column("netRevenue:PREVIOUS_YEAR:growth", "growth", "fraction");
const KEYS = [column("branch", "dimension", "text"), column("salesperson", "dimension", "text")];
const ASKING = { isGrouped: true, ratios: new Set<string>() };

const TABLE: Explored = {
  columns: [...KEYS, NOW, THEN, GROWN],
  rows: [
    ["Nairobi", "Asha", 5, 4, 0.25],
    ["Nairobi", null, 0, 0, null],
    ["Thika", "<img onerror=x>", 7, null, null],
  ],
  subtotals: [
    {
      level: 1,
      rows: [
        ["Nairobi", null, 5, 4, 0.25],
        ["Thika", null, 7, null, null],
      ],
      nulls: [],
    },
  ],
  others: null,
};

const Q1 = "2024-01-01T00:00:00+03:00";
const Q2 = "2024-04-01T00:00:00+03:00";
const of = (time: string) => ({ time });
const PIVOT: Explored = {
  columns: [
    column("branch", "dimension", "text"),
    { ...column(`netRevenue[time="${Q1}"]`, "measure", "money", of(Q1)), label: "Q1 2024, netRevenue" },
    {
      ...column(`netRevenue[time="${Q1}"]:PREVIOUS_YEAR`, "comparison", "money", of(Q1)),
      label: "Q1 2024, netRevenue:PREVIOUS_YEAR",
    },
    { ...column(`netRevenue[time="${Q2}"]`, "measure", "money", of(Q2)), label: "Q2 2024, netRevenue" },
    {
      ...column(`netRevenue[time="${Q2}"]:PREVIOUS_YEAR`, "comparison", "money", of(Q2)),
      label: "Q2 2024, netRevenue:PREVIOUS_YEAR",
    },
    NOW,
    THEN,
  ],
  rows: [
    ["Nairobi", 3, 1, -4, 2, -1, 3],
    ["Thika", 0, null, 6, 5, 6, 5],
  ],
  subtotals: [],
  others: null,
};
const pivot: Exploration = { ...DEFAULT_EXPLORATION, rows: ["branch"], column: "quarter", shape: "pivot" };
const cellOf = (grid: Grid, row: number, name: string) => {
  const line = [...grid.lines, ...grid.foot][row];
  const head = grid.heads.find((one) => one.name === name);
  if (!line || !head) throw new Error("no such cell");
  return { line, head };
};

describe("a table", () => {
  const grid = gridOf(TABLE, META, ASKING);

  test("each group stands before its rows", () => {
    expect(grid.lines.map(({ kind, label, level }) => `${kind} ${label} ${level}`)).toEqual([
      "group Nairobi 0",
      "row Asha 1",
      "row none 1",
      "group Thika 0",
      "row <img onerror=x> 1",
    ]);
  });

  test("zero and null stay apart, with the reason", () => {
    expect(grid.lines[2]?.values).toEqual([0, 0, null]);
    expect(grid.lines[2]?.reasons.get(GROWN.name)).toBe("ZERO_BASE");
    expect(grid.foot[0]?.values).toEqual([12, null, null]);
    expect(grid.foot[0]?.reasons.get(THEN.name)).toBe("NO_BASE");
  });

  test("a ranking is not grouped", () => {
    expect(gridOf(TABLE, META, { ...ASKING, isGrouped: false }).lines.map(({ kind }) => kind)).toEqual([
      "row",
      "row",
      "row",
    ]);
  });

  test("a sum in columns without their totals keeps its growth", () => {
    const inColumn = (tail: string, kind: string, unit: string) =>
      column(`m[branch="A"]${tail}`, kind, unit, { branch: "A" });
    const columns = [
      inColumn("", "measure", "money"),
      inColumn(":K", "comparison", "money"),
      inColumn(":K:growth", "growth", "fraction"),
    ];
    const { heads, lines } = gridOf({ ...TABLE, columns, subtotals: [], rows: [[3, 2, 0.5]] }, META, ASKING);
    expect(heads.map(({ kind }) => kind)).toEqual(["money", "money", "growth"]);
    expect(lines[0]?.values).toEqual([3, 2, 0.5]);
  });

  test("a ratio stands beside what it was, without a growth of its own", () => {
    const columns = [
      KEYS[0] ?? NOW,
      column("m", "measure", "fraction"),
      column("m:K", "comparison", "fraction"),
      column("m:K:growth", "growth", "fraction"),
    ];
    const { heads, lines } = gridOf(
      { ...TABLE, columns, subtotals: [], rows: [["Nairobi", 0.3, 0.2, 0.5]] },
      META,
      ASKING,
    );
    expect(heads.map(({ kind }) => kind)).toEqual(["ratio", "ratio"]);
    expect(lines[0]?.values).toEqual([0.3, 0.2]);
  });
});

describe("a pivot", () => {
  const grid = gridOf(PIVOT, META, ASKING);
  const ask = (row: number, name: string) =>
    cellQuestion(cellOf(grid, row, name), { view: DEFAULT_VIEW, asked: pivot, grid, meta: META });

  test("labels are the API's, each value beside what it was", () => {
    expect(grid.heads.map(({ member, role }) => `${member?.label ?? "total"} ${role}`)).toEqual([
      "Q1 2024 now",
      "Q1 2024 then",
      "Q2 2024 now",
      "Q2 2024 then",
      "total now",
      "total then",
    ]);
  });

  test("a cell asks its members and days", () => {
    expect(ask(0, `netRevenue[time="${Q1}"]`)).toMatchObject({
      period: "CUSTOM",
      from: "2024-01-01",
      to: "2024-03-31",
      filters: { branch: { in: ["Nairobi"] } },
      extra: { r: ["branch"] },
    });
  });

  test("the last bucket ends with the window, a total keeps it", () => {
    expect(ask(1, `netRevenue[time="${Q2}"]`)).toMatchObject({ from: "2024-04-01", to: "2024-06-15" });
    expect(ask(1, "netRevenue")).not.toHaveProperty("from");
    expect(ask(1, THEN.name)).toMatchObject({ from: "2023-01-01", to: "2023-06-15", compare: [] });
    expect(cellWords(cellOf(grid, 1, NOW.name))).toBe("netRevenue, Thika");
  });

  test("what cannot be asked alone says why", () => {
    expect(ask(0, `netRevenue[time="${Q1}"]:PREVIOUS_YEAR`)).toContain("cannot be asked");
    const none = {
      ...cellOf(grid, 0, NOW.name),
      line: { ...(grid.lines[0] ?? cellOf(grid, 0, NOW.name).line), members: { branch: null } },
    };
    expect(cellQuestion(none, { view: DEFAULT_VIEW, asked: pivot, grid, meta: META })).toContain("without a name");
  });

  test("lines of it: a running bucket is marked, a null is a gap", () => {
    const [first, second] = seriesOf(grid, META);
    expect(first?.points.map(({ label, value, status, running }) => [label, value, status, running])).toEqual([
      ["Q1 2024", 3, "COMPLETE", false],
      ["Q2 2024", -4, "PARTIAL", true],
    ]);
    expect(second?.name).toBe("Thika");
    expect(first?.points[0]).not.toHaveProperty("comparisons");
  });

  test("one line is drawn with what it was", () => {
    const { heads, lines } = grid;
    const [only] = seriesOf({ ...grid, heads, lines: lines.slice(1) }, META);
    expect(only?.points.map(({ comparisons }) => comparisons?.[0]?.value)).toEqual([null, 5]);
  });

  test("tints are of members alone: the lowest, none for zero, the highest", () => {
    expect([...tintsOf(grid)]).toEqual([
      ["0:0", 3],
      ["0:2", -5],
      ["1:0", 0],
      ["1:2", 5],
    ]);
  });
});
