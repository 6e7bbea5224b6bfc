import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import overview from "../fixtures/Overview.json";
import type { Meta } from "./api/unwrap";
import { comparisonName, filtersSaid, nullCode, nullReason, rejectionReason, subtitleOf } from "./words";

const read = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");
const META: Meta = overview.salesOverview.metadata;

test("every code that a null can have is said in words", () => {
  const reference = read("../../docs/reference/nulls.md");
  const codes = [...reference.matchAll(/^\| `(\w+)` \|/gm)].map(([, code]) => code ?? "");
  expect(codes.length).toBeGreaterThan(20);
  expect(codes.filter((code) => nullReason(code) === code)).toEqual([]);
});

test("every reason for which a table is passed over is said in words", () => {
  const source = read("../../backend/planner/plan.py");
  const [, body = ""] = /class Reason\(StrEnum\):([\s\S]*?)\n\n\n/.exec(source) ?? [];
  const codes = [...body.matchAll(/= "(\w+)"/g)].map(([, code]) => code ?? "");
  expect(codes.length).toBeGreaterThan(8);
  expect(codes.filter((code) => rejectionReason(code, "salesperson") === code)).toEqual([]);
});

test("every comparison is said in words", () => {
  const schema = read("../../backend/schema.graphql");
  const [, body = ""] = /enum Comparison \{([^}]*)\}/.exec(schema) ?? [];
  const kinds = body.trim().split(/\s+/);
  expect(kinds.filter((kind) => comparisonName(kind) === kind)).toEqual([]);
  expect(comparisonName("CUSTOM2")).toBe("chosen dates");
});

test("a code of a newer server is shown as it is", () => {
  expect(nullReason("NEW_CODE")).toBe("NEW_CODE");
  expect(rejectionReason("NEW_CODE", null)).toBe("NEW_CODE");
});

test("the row's own reason stands over that of the whole answer", () => {
  const all = [{ field: "profit", code: "MEASURE_NOT_LOADED" }];
  expect(nullCode("profit", [{ field: "profit", code: "COST_MISSING" }], all)).toBe("COST_MISSING");
  expect(nullCode("profit", [], all)).toBe("MEASURE_NOT_LOADED");
  expect(nullCode("orders", null, all)).toBeNull();
});

test("a subtitle says window, unit and comparison", () => {
  expect(subtitleOf(META)).toBe("1–31 Dec 2024 · KES · vs 1–30 Nov 2024");
  expect(subtitleOf({ ...META, comparisons: [] }, null)).toBe("1–31 Dec 2024");
  expect(subtitleOf({ ...META, period: null })).toBe("KES");
});

test("filters are said by dimension", () => {
  const filters = { branch: { in: ["Nairobi", "Kisumu"] }, productLine: { notIn: ["Oil"] }, channel: null };
  expect(filtersSaid(filters)).toBe("branch Nairobi, Kisumu; productLine other than Oil");
  expect(filtersSaid(null)).toBe("");
});
