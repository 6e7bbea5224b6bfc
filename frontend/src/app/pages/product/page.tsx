/** One product: what it brings, where it is sold, at what price, and with what. */
import { useMemo } from "react";
import { ProductPageDocument, type ProductPageQuery } from "../../../api/gen/operations";
import { tileOf, usePageQuery } from "../../../api/page-query";
import { MemberTrend } from "../../../features/member-trend/panel";
import { ProductFigures } from "../../../features/product-figures/panel";
import { ProductPrice } from "../../../features/product-price/panel";
import { ProductSellers } from "../../../features/product-sellers/panel";
import { ProductsPairs } from "../../../features/products-pairs/panel";
import { metricOf } from "../../../state/metric";
import { useView } from "../../../state/view-context";
import { PageGrid, Place } from "../../../ui/page-grid";
import type { PageProps } from "../../routes";
import { productQuestion } from "./question";

const SELLERS = ["branch", "salesperson", "customer"] as const;

export default function ProductPage({ name }: PageProps) {
  const { view } = useView();
  const variables = useMemo(() => productQuestion(view, name), [view, name]);
  const page = usePageQuery(ProductPageDocument, variables);
  const product = tileOf(page, ({ productPerformance }) => productPerformance);
  const { period, dateRange, filters, compare, timezone, metric, grain } = variables;
  const about = {
    report: "productPerformance",
    args: { productId: name, period, dateRange, filters, compare, timezone, metric, grain },
  };
  return (
    <PageGrid>
      <Place wide={12}>
        <ProductFigures asked={product} question={about} />
      </Place>
      <Place wide={8}>
        <MemberTrend asked={tileOf(page, seriesOf)} question={about} look={metricOf(view.metric)} />
      </Place>
      <Place wide={4}>
        <ProductPrice
          asked={tileOf(page, ({ priceByTime }) => priceByTime)}
          question={{
            report: "explore",
            args: {
              measures: ["averageSellingPrice", "unitsSold"],
              grain: variables.priceGrain,
              period,
              dateRange,
              filters: variables.ownFilters,
              compare: [],
              timezone,
              totals: true,
            },
          }}
        />
      </Place>
      {SELLERS.map((dimension) => (
        <Place key={dimension} wide={4}>
          <ProductSellers dimension={dimension} asked={product} question={about} />
        </Place>
      ))}
      <Place wide={12}>
        <ProductsPairs
          of={name}
          asked={tileOf(page, ({ basketPairs }) => basketPairs)}
          question={{
            report: "basketPairs",
            args: {
              period,
              dateRange,
              filters: variables.pairFilters,
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

const seriesOf = ({ productPerformance: { data, error, metadata } }: ProductPageQuery) => ({
  data: data?.series ?? null,
  error,
  metadata,
});
