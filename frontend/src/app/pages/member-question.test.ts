import { expect, test } from "vitest";
import { DEFAULT_VIEW } from "../../state/view";
import {
  branchAsks,
  branchQuestion,
  ownFilters,
  salespersonAsks,
  salespersonQuestion,
  sharedAsks,
} from "./member-question";

const view = (change: Partial<typeof DEFAULT_VIEW>) => ({ ...DEFAULT_VIEW, ...change });
const THIKA = { branch: { in: ["Thika"], notIn: [] } };

test("the page's member stands instead of any other of its dimension; other filters stay", () => {
  const filters = { ...THIKA, salesperson: { in: ["Bo"], notIn: [] } };
  expect(ownFilters(view({ filters }), "salesperson", "Ann")).toEqual({
    ...THIKA,
    salesperson: { in: ["Ann"], notIn: [] },
  });
});

test("a person is ranked in the team, whatever person is filtered", () => {
  const asked = salespersonQuestion(view({ filters: { ...THIKA, salesperson: { in: ["Bo"], notIn: [] } } }), "Ann");
  expect(asked.filters).toEqual({ branch: { in: ["Thika"] }, salesperson: { in: ["Ann"] } });
  expect(asked.team).toEqual({ branch: { in: ["Thika"] } });
  expect(salespersonQuestion(view({}), "Ann").team).toBeNull();
});

test("one sort orders every list of a page", () => {
  const asked = branchQuestion(view({ sort: "revenue", extra: { hours: ["orders"] } }), "Thika");
  expect(asked).toMatchObject({
    salespeopleSortBy: "REVENUE",
    linesSortBy: "REVENUE",
    customersSortBy: "REVENUE",
    order: "ASC",
    hourMetric: "ORDERS",
  });
  expect(branchQuestion(view({ sort: "-nonsense" }), "Thika")).toMatchObject({ linesSortBy: "PROFIT", order: "DESC" });
});

test("each tile asks for the member alone", () => {
  const branch = branchQuestion(view({}), "Thika");
  const person = salespersonQuestion(view({}), "Ann");
  for (const { args } of Object.values({ ...branchAsks(branch), ...sharedAsks(branch) })) {
    expect(args.filters).toEqual({ branch: { in: ["Thika"] } });
  }
  for (const { args } of Object.values({ ...salespersonAsks(person), ...sharedAsks(person) })) {
    expect(args.filters).toEqual({ salesperson: { in: ["Ann"] } });
  }
});
