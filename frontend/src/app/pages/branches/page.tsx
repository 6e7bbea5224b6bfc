/** Branches: how do they compare, now and over time? One question to the API for everything on the page. */
import { useMemo } from "react";
import { BranchesPageDocument } from "../../../api/gen/operations";
import { tileOf, usePageQuery } from "../../../api/page-query";
import { BranchLines } from "../../../features/branch-lines/panel";
import { BranchesTable } from "../../../features/branches-table/panel";
import { BranchesTrend } from "../../../features/branches-trend/panel";
import { Hours } from "../../../features/hours/panel";
import { metricOf } from "../../../state/metric";
import { useView } from "../../../state/view-context";
import { useAfterFirst } from "../../../ui/first-answer";
import { PageGrid, Place } from "../../../ui/page-grid";
import { sortOf } from "../../../ui/sort";
import { branchAsks, branchesQuestion, BRANCH_SORTS, isShareOfRow } from "./question";

export default function BranchesPage() {
  const { view } = useView();
  const variables = useMemo(() => branchesQuestion(view), [view]);
  const asks = useMemo(() => branchAsks(variables), [variables]);
  const page = usePageQuery(BranchesPageDocument, variables);
  const below = useAfterFirst(page);
  const look = metricOf(variables.metric);
  return (
    <PageGrid>
      <Place wide={12}>
        <BranchesTable
          asked={tileOf(page, ({ branchPerformance }) => branchPerformance)}
          lines={page.data?.branchTrends.data?.series ?? []}
          lineLabel={look.label}
          question={asks.table}
          sorted={sortOf(view.sort, BRANCH_SORTS)}
        />
      </Place>
      <Place wide={12}>
        <BranchesTrend asked={tileOf(below, ({ branchTrends }) => branchTrends)} question={asks.trends} look={look} />
      </Place>
      <Place wide={12}>
        <BranchLines
          asked={tileOf(below, ({ branchProductHeatmap }) => branchProductHeatmap)}
          question={asks.cells}
          look={metricOf(variables.cellMetric)}
          isShare={isShareOfRow(view)}
        />
      </Place>
      <Place wide={12}>
        <Hours
          asked={tileOf(below, ({ hourlySales }) => hourlySales)}
          question={asks.hours}
          look={metricOf(variables.hourMetric)}
        />
      </Place>
    </PageGrid>
  );
}
