/** One salesperson: figures, course, mix, and what lies behind them. One question to the API for the whole page. */
import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { SalespersonPageDocument } from "../../../api/gen/operations";
import { tileOf, usePageQuery } from "../../../api/page-query";
import { MemberDrivers } from "../../../features/member-drivers/panel";
import { MemberFigures } from "../../../features/member-figures/panel";
import { missingMember } from "../../../features/member-missing/data";
import { Missing } from "../../../features/member-missing/panel";
import { MemberParts } from "../../../features/member-parts/panel";
import { MemberReturns } from "../../../features/member-returns/panel";
import { MemberTrend } from "../../../features/member-trend/panel";
import { SalespeopleMix } from "../../../features/salespeople-mix/panel";
import { SalespersonPlace } from "../../../features/salesperson-place/panel";
import { metricOf } from "../../../state/metric";
import { useView } from "../../../state/view-context";
import { PageGrid, Place } from "../../../ui/page-grid";
import type { PageProps } from "../../routes";
import { teamBefore } from "./team";
import { ownFilters, salespersonAsks, salespersonQuestion, sharedAsks } from "../member-question";

export default function SalespersonPage({ name }: PageProps) {
  const { view } = useView();
  const variables = useMemo(() => salespersonQuestion(view, name), [view, name]);
  const asks = useMemo(() => ({ ...sharedAsks(variables), ...salespersonAsks(variables) }), [variables]);
  const filters = useMemo(() => ownFilters(view, "salesperson", name), [view, name]);
  const page = usePageQuery(SalespersonPageDocument, variables);
  const figures = tileOf(page, ({ salesOverview }) => salesOverview);
  const missing = missingMember(figures.answer?.meta.warnings ?? [], name);
  const answers = useQueryClient();
  const team = page.data?.team ?? teamBefore(answers, variables);
  if (missing) return <Missing dimension="salesperson" missing={missing} />;
  return (
    <PageGrid>
      <Place wide={12}>{team?.data && <SalespersonPlace name={name} rows={team.data} meta={team.metadata} />}</Place>
      <Place wide={12}>
        <MemberFigures asked={figures} question={asks.figures} />
      </Place>
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
      <Place wide={6}>
        <SalespeopleMix
          asked={tileOf(page, ({ salespersonProductMix }) => salespersonProductMix)}
          question={asks.mix}
          title="Product lines"
          people={1}
        />
      </Place>
      <Place wide={6}>
        <MemberParts
          dimension="branch"
          asked={tileOf(page, ({ branchPerformance }) => branchPerformance)}
          question={asks.branches}
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
      <Place wide={6}>
        <MemberReturns asked={tileOf(page, ({ returnsAnalysis }) => returnsAnalysis)} question={asks.returns} />
      </Place>
    </PageGrid>
  );
}
