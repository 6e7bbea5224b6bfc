/** Customers: who is valuable, and who is slipping away. */
import { useMemo } from "react";
import { CustomersPageDocument } from "../../../api/gen/operations";
import { tileOf, usePageQuery } from "../../../api/page-query";
import { CustomerClasses } from "../../../features/customer-classes/panel";
import { CustomersRetention } from "../../../features/customers-retention/panel";
import { CustomersTable } from "../../../features/customers-table/panel";
import { useShell } from "../../../api/shell";
import { useView } from "../../../state/view-context";
import { PageGrid, Place } from "../../../ui/page-grid";
import { customersQuestion, tableSort } from "./question";

export default function CustomersPage() {
  const { view } = useView();
  const first = useShell()?.range?.start ?? undefined;
  const variables = useMemo(() => customersQuestion(view, first), [view, first]);
  const page = usePageQuery(CustomersPageDocument, variables);
  const { period, dateRange, filters, compare, timezone } = variables;
  const common = { period, dateRange, filters, compare, timezone };
  const { sortBy, order, segment, search, after, listPeriod, listRange, listCompare } = variables;
  const list = { period: listPeriod, dateRange: listRange, filters, compare: listCompare, timezone };
  return (
    <PageGrid>
      <Place wide={12}>
        <CustomerClasses
          asked={tileOf(page, ({ customerSegments }) => customerSegments)}
          question={{ report: "customerSegments", args: common }}
        />
      </Place>
      <Place wide={12}>
        <CustomersTable
          asked={tileOf(page, ({ topCustomers }) => topCustomers)}
          question={{ report: "topCustomers", args: { ...list, sortBy, order, segment, search, limit: 50, after } }}
          sorted={tableSort(view)}
        />
      </Place>
      <Place wide={12}>
        <CustomersRetention
          asked={tileOf(page, ({ customerRetention }) => customerRetention)}
          question={{
            report: "customerRetention",
            args: {
              period: variables.retentionPeriod,
              dateRange: variables.retentionRange,
              filters,
              compare: [{ kind: "PREVIOUS_YEAR" }],
              timezone,
            },
          }}
        />
      </Place>
    </PageGrid>
  );
}
