/** Overview: are we ahead, and what moved it? One question to the API for everything on the page. */
import { Box, useMediaQuery, useTheme } from "@mui/material";
import { useMemo } from "react";
import { OverviewPageDocument, type Metric, type OverviewPageQuery } from "../../../api/gen/operations";
import { useShell } from "../../../api/shell";
import { usualDimension } from "../../../api/usual-dimension";
import { tileOf, usePageQuery, type PageQuery } from "../../../api/page-query";
import { PHONE_HEIGHT } from "../../../charts/use-letters";
import { OverviewDriversTile } from "../../../features/overview-drivers/panel";
import { KeyFigures } from "../../../features/overview-figures/panel";
import { OverviewHeadline } from "../../../features/overview-headline/panel";
import { PLACES, type Row } from "../../../features/overview-lists/data";
import { OverviewList } from "../../../features/overview-lists/panel";
import { sparkOf } from "../../../features/overview-trend/data";
import { OverviewTrendTile } from "../../../features/overview-trend/panel";
import { metricOf } from "../../../state/metric";
import { useView } from "../../../state/view-context";
import { useAfterFirst } from "../../../ui/first-answer";
import { PageGrid, Place } from "../../../ui/page-grid";
import { keyMetric, overviewQuestion, sharedArgs, type OverviewVariables } from "./question";

const ROW_TWO = 198;
const ROW_THREE = 172;
const FOLDED = 44;

export default function OverviewPage() {
  const { view, show } = useView();
  const usual = usualDimension(useShell());
  const variables = useMemo(() => overviewQuestion(view, usual), [view, usual]);
  const shared = useMemo(() => sharedArgs(variables), [variables]);
  const page = usePageQuery(OverviewPageDocument, variables);
  const below = useAfterFirst(page);
  const isPhone = useMediaQuery(useTheme().breakpoints.down("sm"));
  const metric = keyMetric(view);
  const overview = tileOf(page, ({ salesOverview }) => salesOverview);
  const drivers = tileOf(page, ({ changeDrivers }) => changeDrivers);
  return (
    <Box sx={{ display: "grid", gap: 1.5 }}>
      <OverviewHeadline overview={overview} drivers={drivers} />
      <KeyFigures
        asked={overview}
        question={{ report: "salesOverview", args: shared }}
        sparks={sparksOf(page.data)}
        chosen={metric}
        onChoose={(next) => void show({ metric: next }, "replace")}
      />
      <PageGrid>
        <Place wide={8}>
          <OverviewTrendTile
            asked={tileOf(below, (result) => result[TRENDS[metric]])}
            question={{ report: "salesTrends", args: { ...shared, metric, grain: variables.grain } }}
            look={metricOf(metric)}
            height={isPhone ? PHONE_HEIGHT : ROW_TWO}
          />
        </Place>
        <Place wide={4}>
          <OverviewDriversTile
            asked={tileOf(below, ({ changeDrivers }) => changeDrivers)}
            question={{
              report: "changeDrivers",
              args: { ...shared, metric: variables.driverMetric, dimension: usual, limit: 3 },
            }}
            height={isPhone ? FOLDED : ROW_TWO}
          />
        </Place>
        <Lists page={below} variables={variables} shared={shared} />
      </PageGrid>
    </Box>
  );
}

interface ListsProps {
  readonly page: PageQuery<OverviewPageQuery>;
  readonly variables: OverviewVariables;
  readonly shared: ReturnType<typeof sharedArgs>;
}

function Lists({ page, variables, shared }: ListsProps) {
  const sorts = {
    salespersonLeaderboard: variables.peopleSort,
    productLines: variables.lineSort,
    branchPerformance: variables.branchSort,
    topCustomers: variables.customerSort,
  };
  return PLACES.map((place) => (
    <Place key={place.name} wide={3} middle={3}>
      <OverviewList
        place={place}
        asked={tileOf<OverviewPageQuery, Row[]>(page, (result) => result[place.name])}
        question={{ report: place.name, args: { ...shared, sortBy: sorts[place.name], limit: 5 } }}
        sort={sorts[place.name]}
        height={ROW_THREE}
      />
    </Place>
  ));
}

const TRENDS = {
  REVENUE: "revenue",
  PROFIT: "profit",
  MARGIN: "margin",
  ORDERS: "orders",
  AOV: "aov",
  CUSTOMERS: "customers",
  UNITS: "revenue",
} as const satisfies Record<Metric, keyof OverviewPageQuery>;

function sparksOf(result: OverviewPageQuery | null) {
  return {
    REVENUE: sparkOf(result?.revenue.data),
    PROFIT: sparkOf(result?.profit.data),
    MARGIN: sparkOf(result?.margin.data),
    ORDERS: sparkOf(result?.orders.data),
    AOV: sparkOf(result?.aov.data),
    CUSTOMERS: sparkOf(result?.customers.data),
  };
}
