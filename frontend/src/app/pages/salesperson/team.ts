/** The ranking of an answer before: it is the same team for every person, so the next one is known without waiting. */
import type { QueryClient } from "@tanstack/react-query";
import type { SalespersonPageQuery, SalespersonPageQueryVariables } from "../../../api/gen/operations";

type Variables = Omit<SalespersonPageQueryVariables, "shell">;
type Team = SalespersonPageQuery["team"];

/** Null when nobody of this team, window and data version was asked for yet. */
export function teamBefore(answers: QueryClient, variables: Variables): Team | null {
  const wanted = teamKey(variables);
  const found = answers.getQueryCache().findAll({
    queryKey: ["SalespersonPage"],
    predicate: ({ queryKey, state }) =>
      state.data !== undefined && !state.isInvalidated && teamKey(queryKey[1] as Variables) === wanted,
  });
  return (found[0]?.state.data as SalespersonPageQuery | undefined)?.team ?? null;
}

const teamKey = ({ period, dateRange, team, compare, timezone }: Variables): string =>
  JSON.stringify([period, dateRange, team, compare, timezone]);
