/** One customer: who they are, what they bring and are expected to bring, what they bought and when. */
import { useMemo } from "react";
import { CustomerPageDocument } from "../../../api/gen/operations";
import { tileOf, usePageQuery } from "../../../api/page-query";
import { CustomerFigures } from "../../../features/customer-figures/panel";
import { CustomerLifetime } from "../../../features/customer-lifetime/panel";
import { CustomerProducts } from "../../../features/customer-products/panel";
import { CustomerLines } from "../../../features/customer-timeline/lines";
import { CustomerTimeline } from "../../../features/customer-timeline/panel";
import { useView } from "../../../state/view-context";
import { PageGrid, Place } from "../../../ui/page-grid";
import type { PageProps } from "../../routes";
import { customerQuestion } from "./question";

export default function CustomerPage({ name }: PageProps) {
  const { view } = useView();
  const variables = useMemo(() => customerQuestion(view, name), [view, name]);
  const page = usePageQuery(CustomerPageDocument, variables);
  const profile = tileOf(page, ({ customerProfile }) => customerProfile);
  const { period, dateRange, filters, compare, timezone, ownFilters } = variables;
  const common = { period, dateRange, filters, compare, timezone };
  const about = { report: "customerProfile", args: { customerId: name, ...common } };
  return (
    <PageGrid>
      <Place wide={12}>
        <CustomerFigures asked={profile} question={about} />
      </Place>
      <Place wide={8}>
        <CustomerTimeline asked={profile} question={about} />
      </Place>
      <Place wide={4}>
        <CustomerLifetime
          asked={tileOf(page, ({ customerLifetimeValue }) => customerLifetimeValue)}
          question={{ report: "customerLifetimeValue", args: { customerId: name, timezone } }}
        />
      </Place>
      <Place wide={12}>
        <CustomerProducts
          customer={name}
          asked={tileOf(page, ({ bought }) => bought)}
          question={{
            report: "topProducts",
            args: { ...common, filters: ownFilters, sortBy: "REVENUE", limit: 10 },
          }}
        />
      </Place>
      <Place wide={12}>
        <CustomerLines asked={profile} question={about} />
      </Place>
    </PageGrid>
  );
}
