/** Products: what makes money, and what to push or drop. */
import { useMemo } from "react";
import { ProductsPageDocument } from "../../../api/gen/operations";
import { tileOf, usePageQuery } from "../../../api/page-query";
import { ProductsPairs } from "../../../features/products-pairs/panel";
import { ProductsPareto } from "../../../features/products-pareto/panel";
import { ProductsReturns } from "../../../features/products-returns/panel";
import { ProductsTable } from "../../../features/products-table/panel";
import { ProductsTree } from "../../../features/products-tree/panel";
import { useView } from "../../../state/view-context";
import { PageGrid, Place } from "../../../ui/page-grid";
import { productsQuestion, tableSort } from "./question";

export default function ProductsPage() {
  const { view } = useView();
  const variables = useMemo(() => productsQuestion(view), [view]);
  const page = usePageQuery(ProductsPageDocument, variables);
  const { period, dateRange, filters, compare, timezone } = variables;
  const common = { period, dateRange, filters, compare, timezone };
  const { sortBy, order, abcClass, search, after } = variables;
  return (
    <PageGrid>
      <Place wide={12}>
        <ProductsTree
          asked={tileOf(page, ({ productLines }) => productLines)}
          question={{ report: "productLines", args: common }}
        />
      </Place>
      <Place wide={12}>
        <ProductsTable
          asked={tileOf(page, ({ topProducts }) => topProducts)}
          question={{ report: "topProducts", args: { ...common, sortBy, order, abcClass, search, limit: 50, after } }}
          sorted={tableSort(view)}
        />
      </Place>
      <Place wide={5}>
        <ProductsPareto
          asked={tileOf(page, ({ pareto }) => pareto)}
          question={{ report: "topProducts", args: { ...common, compare: [], sortBy: "REVENUE", limit: 400 } }}
        />
      </Place>
      <Place wide={7}>
        <ProductsReturns
          asked={tileOf(page, ({ returnsAnalysis }) => returnsAnalysis)}
          question={{ report: "returnsAnalysis", args: { ...common, groupBy: variables.returnsBy, limit: 10 } }}
        />
      </Place>
      <Place wide={12}>
        <ProductsPairs
          asked={tileOf(page, ({ basketPairs }) => basketPairs)}
          question={{
            report: "basketPairs",
            args: {
              period,
              dateRange,
              filters,
              timezone,
              sortBy: variables.pairSort,
              order: variables.pairOrder,
              limit: variables.pairLimit,
            },
          }}
        />
      </Place>
    </PageGrid>
  );
}
