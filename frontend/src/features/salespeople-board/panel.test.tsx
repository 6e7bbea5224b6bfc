// @vitest-environment jsdom
import { cleanup, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import leaderboard from "../../../fixtures/Leaderboard.json";
import type { ExploreTable } from "../../api/time-pivot";
import { askedOf, stage } from "../../ui/stage";
import { SalespeopleBoard } from "./panel";

const FORBIDDEN = { code: "FORBIDDEN", message: "explore needs the role analyst; yours is viewer.", hint: null };
const { answer } = askedOf<ExploreTable>(leaderboard.salespersonLeaderboard);
const question = { report: "salespersonLeaderboard", args: { period: "MONTH" } };

const board = (error: typeof FORBIDDEN | null) =>
  stage(
    <SalespeopleBoard
      asked={askedOf(leaderboard.salespersonLeaderboard)}
      sparks={answer && { ...answer, data: error === null ? { columns: [], rows: [] } : null, error }}
      question={question}
      sorted={null}
    />,
  );
afterEach(cleanup);

test("months that may not be asked for are no empty column", () => {
  board(FORBIDDEN);
  expect(screen.queryByRole("columnheader", { name: /12 months/u })).toBeNull();
  expect(screen.getByText(/months of profit are not shown\. explore needs the role analyst/u)).toBeDefined();
});

test("months that were answered have their column", () => {
  board(null);
  expect(screen.getByRole("columnheader", { name: /12 months/u })).toBeDefined();
  expect(screen.queryByText(/not shown/u)).toBeNull();
});
