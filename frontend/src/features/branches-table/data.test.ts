import { expect, test } from "vitest";
import { branchRows, loadedFields } from "./data";

const row = (branch: string | null) => ({
  branch,
  profit: null,
  revenue: -1,
  profitMargin: null,
  growthRate: null,
  orders: 0,
  customers: 0,
  averageOrderValue: null,
  returnRate: null,
  share: null,
  target: null,
  quotaAttainment: null,
  pace: null,
  nulls: [],
});
const point = (value: number | null, status = "COMPLETE") => ({
  timestamp: "2024-12-01T00:00:00+03:00",
  label: "1 Dec",
  value,
  status,
  running: status === "PARTIAL",
  comparisons: [],
});

test("each branch has its own line; what was not loaded is a gap, zero is zero", () => {
  const lines = [{ key: "Thika", points: [point(0), point(null), point(9, "NOT_LOADED"), point(-2, "PARTIAL")] }];
  const rows = branchRows([row("Thika"), row(null), row("<img src=x onerror=alert(1)>")], lines);
  expect(rows.map(({ branch }) => branch)).toEqual(["Thika", null, "<img src=x onerror=alert(1)>"]);
  expect(rows[0]?.line).toEqual([0, null, null, -2]);
  expect(rows[1]?.line).toBeNull();
});

test("attainment is a column only when targets are loaded", () => {
  const columns = [{ field: "profit" }, { field: "quotaAttainment" }];
  expect(loadedFields(columns, [{ field: "quotaAttainment", code: "TARGETS_NOT_LOADED" }])).toEqual([
    { field: "profit" },
  ]);
  expect(loadedFields(columns, [{ field: "quotaAttainment", code: "NO_TARGET" }])).toEqual(columns);
  expect(loadedFields(columns, [{ field: "profit", code: "MEASURE_NOT_LOADED" }])).toEqual(columns);
});
