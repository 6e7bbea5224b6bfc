/** Profitability: where does the money go, and why did profit move? One question to the API for all of it. */
import { Box } from "@mui/material";
import { useMemo } from "react";
import { ProfitPageDocument } from "../../../api/gen/operations";
import { tileOf, usePageQuery } from "../../../api/page-query";
import { useShell } from "../../../api/shell";
import { usualDimension } from "../../../api/usual-dimension";
import { ProductsReturns } from "../../../features/products-returns/panel";
import { ProfitDrivers } from "../../../features/profit-drivers/panel";
import { MARGIN_SORTS } from "../../../features/profit-margins/data";
import { ProfitMargins } from "../../../features/profit-margins/panel";
import { ProfitTrend } from "../../../features/profit-trend/panel";
import { ProfitWaterfall } from "../../../features/profit-waterfall/panel";
import { useView } from "../../../state/view-context";
import { PageGrid, Place } from "../../../ui/page-grid";
import { sortOf } from "../../../ui/sort";
import { profitQuestion } from "./question";

export default function ProfitPage() {
  const { view } = useView();
  const usual = usualDimension(useShell());
  const asked = useMemo(() => profitQuestion(view, usual), [view, usual]);
  const page = usePageQuery(ProfitPageDocument, asked);
  const shared = useMemo(() => {
    const { period, dateRange, filters, compare, timezone } = asked;
    return { period, dateRange, filters, compare, timezone };
  }, [asked]);
  const { driverMetric, driverDimension, driverPart, marginBy, sortBy, order, returnsBy, grain } = asked;
  return (
    <PageGrid>
      <Place wide={6}>
        <ProfitWaterfall
          asked={tileOf(page, ({ profitabilityMetrics }) => profitabilityMetrics)}
          question={{ report: "profitabilityMetrics", args: shared }}
        />
      </Place>
      <Place wide={6}>
        <ProfitTrend
          asked={tileOf(page, ({ salesTrends }) => salesTrends)}
          question={{ report: "salesTrends", args: { ...shared, metric: "MARGIN", grain } }}
        />
      </Place>
      <Place wide={12}>
        <ProfitDrivers
          asked={tileOf(page, ({ changeDrivers }) => changeDrivers)}
          question={{
            report: "changeDrivers",
            args: { ...shared, metric: driverMetric, dimension: driverDimension, part: driverPart, limit: 8 },
          }}
        />
      </Place>
      <Place wide={7}>
        <Box id="margins" sx={{ height: "100%" }}>
          <ProfitMargins
            asked={tileOf(page, ({ marginAnalysis }) => marginAnalysis)}
            question={{ report: "marginAnalysis", args: { ...shared, groupBy: marginBy, sortBy, order, limit: 50 } }}
            sorted={sortOf(view.sort, MARGIN_SORTS)}
          />
        </Box>
      </Place>
      <Place wide={5}>
        <Box id="returns" sx={{ height: "100%" }}>
          <ProductsReturns
            asked={tileOf(page, ({ returnsAnalysis }) => returnsAnalysis)}
            question={{ report: "returnsAnalysis", args: { ...shared, groupBy: returnsBy, limit: 10 } }}
          />
        </Box>
      </Place>
    </PageGrid>
  );
}
