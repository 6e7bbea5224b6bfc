// @vitest-environment jsdom
import { cleanup, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import leaderboard from "../../../fixtures/Leaderboard.json";
import { askedOf, stage } from "../../ui/stage";
import type { Profitability } from "./data";
import { ProfitWaterfall } from "./panel";

const VALUES = { grossRevenue: 1_000_000.5, returnsValue: -20_000.25, revenue: 980_000.25, totalCost: 800_000.2 };
const SUMS = { ...VALUES, profit: 180_000.05, profitMargin: 0.1837, returnRate: 0.02, comparisons: [] };
const question = { report: "profitabilityMetrics", args: { period: "MONTH" } };

const tile = (change: Partial<typeof SUMS>) => {
  const envelope = { ...leaderboard.salespersonLeaderboard, data: { ...SUMS, ...change } };
  stage(<ProfitWaterfall asked={askedOf<Profitability>(envelope)} question={question} />);
};

vi.stubGlobal(
  "ResizeObserver",
  class {
    observe = vi.fn();
    disconnect = vi.fn();
  },
);
afterEach(cleanup);

test("steps that add up are drawn", () => {
  tile({});
  expect(screen.queryByRole("alert")).toBeNull();
  expect(screen.getByRole("slider", { name: /step by step/ })).toBeDefined();
});

test.each([
  ["revenue", 980_000.24, "Gross revenue and returns do not add up to net revenue."],
  ["profit", 180_000.06, "Net revenue less cost is not the profit stated."],
])("%s wrong by a cent is said aloud with the request, and nothing is drawn", (field, value, words) => {
  tile({ [field]: value });
  const said = screen.getByRole("alert").textContent;
  expect(said).toContain(words);
  expect(said).toContain("Nothing is drawn from figures that do not add up; request ");
  expect(screen.queryByRole("slider")).toBeNull();
});
