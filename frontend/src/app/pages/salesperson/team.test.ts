import { QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { DEFAULT_VIEW } from "../../../state/view";
import { salespersonQuestion } from "../member-question";
import { teamBefore } from "./team";

const ask = (name: string, change = {}) => salespersonQuestion({ ...DEFAULT_VIEW, ...change }, name);
const TEAM = { data: [] };

function answered(name: string): QueryClient {
  const answers = new QueryClient();
  answers.setQueryData(["SalespersonPage", ask(name)], { team: TEAM });
  return answers;
}

test("the team is known for the next person before the answer", () => {
  expect(teamBefore(answered("Ann"), ask("Bo"))).toBe(TEAM);
});

test("not of another window, other filters or older data", async () => {
  const answers = answered("Ann");
  expect(teamBefore(answers, ask("Bo", { period: "YEAR" }))).toBeNull();
  expect(teamBefore(answers, ask("Bo", { filters: { branch: { in: ["Thika"], notIn: [] } } }))).toBeNull();
  await answers.invalidateQueries();
  expect(teamBefore(answers, ask("Bo"))).toBeNull();
});
