/** One branch: figures, course, people, lines, customers and hours. One question to the API for the whole page. */
import { useMemo } from "react";
import { BranchPageDocument } from "../../../api/gen/operations";
import { tileOf, usePageQuery } from "../../../api/page-query";
import { hasTargets } from "../../../features/branch-target/data";
import { BranchTarget } from "../../../features/branch-target/panel";
import { Hours } from "../../../features/hours/panel";
import { MemberDrivers } from "../../../features/member-drivers/panel";
import { MemberFigures } from "../../../features/member-figures/panel";
import { missingMember } from "../../../features/member-missing/data";
import { Missing } from "../../../features/member-missing/panel";
import { MemberParts } from "../../../features/member-parts/panel";
import { MemberTrend } from "../../../features/member-trend/panel";
import { metricOf } from "../../../state/metric";
import { useView } from "../../../state/view-context";
import { PageGrid, Place } from "../../../ui/page-grid";
import type { PageProps } from "../../routes";
import { branchAsks, branchQuestion, ownFilters, sharedAsks } from "../member-question";

export default function BranchPage({ name }: PageProps) {
  const { view } = useView();
  const variables = useMemo(() => branchQuestion(view, name), [view, name]);
  const asks = useMemo(() => ({ ...sharedAsks(variables), ...branchAsks(variables) }), [variables]);
  const filters = useMemo(() => ownFilters(view, "branch", name), [view, name]);
  const page = usePageQuery(BranchPageDocument, variables);
  const figures = tileOf(page, ({ salesOverview }) => salesOverview);
  const goal = tileOf(page, (result) => result.goal);
  const missing = missingMember(figures.answer?.meta.warnings ?? [], name);
  if (missing) return <Missing dimension="branch" missing={missing} />;
  return (
    <PageGrid>
      <Place wide={12}>
        <MemberFigures asked={figures} question={asks.figures} />
      </Place>
      {goal.answer && hasTargets(goal.answer.meta.nulls) && (
        <Place wide={12}>
          <BranchTarget asked={goal} question={asks.goal} />
        </Place>
      )}
      <Place wide={7}>
        <MemberTrend
          asked={tileOf(page, ({ salesTrends }) => salesTrends)}
          question={asks.trend}
          look={metricOf(variables.metric)}
        />
      </Place>
      <Place wide={5}>
        <MemberDrivers asked={tileOf(page, ({ changeDrivers }) => changeDrivers)} question={asks.drivers} />
      </Place>
      <Place wide={12}>
        <MemberParts
          dimension="salesperson"
          asked={tileOf(page, ({ salespersonLeaderboard }) => salespersonLeaderboard)}
          question={asks.salespeople}
          filters={filters}
        />
      </Place>
      <Place wide={6}>
        <MemberParts
          dimension="productLine"
          asked={tileOf(page, ({ productLines }) => productLines)}
          question={asks.lines}
          filters={filters}
          isNarrow
        />
      </Place>
      <Place wide={6}>
        <MemberParts
          dimension="customer"
          asked={tileOf(page, ({ topCustomers }) => topCustomers)}
          question={asks.customers}
          filters={filters}
          isNarrow
        />
      </Place>
      <Place wide={12}>
        <Hours
          asked={tileOf(page, ({ hourlySales }) => hourlySales)}
          question={asks.hours}
          look={metricOf(variables.hourMetric)}
        />
      </Place>
    </PageGrid>
  );
}
