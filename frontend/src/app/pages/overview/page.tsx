/** Overview: are we ahead? One question to the API for everything on the page. */
import { Stack, ToggleButton, ToggleButtonGroup, Typography } from "@mui/material";
import { useMemo } from "react";
import type { OverviewPageQuery, Period } from "../../../api/gen/operations";
import { useOverview } from "../../../api/page-query";
import { unwrap, type Answer } from "../../../api/unwrap";
import { figures, isEmptyOverview } from "../../../features/headline/data";
import { Headline } from "../../../features/headline/panel";
import { isEmptyTrend, rows } from "../../../features/trend/data";
import { Trend } from "../../../features/trend/panel";
import { window as inWords } from "../../../format";
import { useView } from "../../../state/view-context";
import { Tile } from "../../../ui/tile";
import { tileState, type Asked } from "../../../ui/tile-state";

const TREND_HEIGHT = 300;
const HEADLINE_HEIGHT = 84;
const PERIODS: readonly (readonly [Period, string])[] = [
  ["TODAY", "Day"],
  ["WEEK", "Week"],
  ["MONTH", "Month"],
  ["QUARTER", "Quarter"],
  ["YEAR", "Year"],
  ["LAST_30_DAYS", "30 days"],
  ["LAST_12_MONTHS", "12 months"],
];

export default function OverviewPage() {
  const { view } = useView();
  const { data, error, isPlaceholderData, refetch } = useOverview(view.period);
  const again = () => void refetch();
  const parts = useMemo(() => (data ? answersOf(data) : null), [data]);
  const asked = <Data,>(answer: Answer<Data> | null): Asked<Data> => ({
    answer,
    failure: error,
    isOld: isPlaceholderData,
  });
  const overview = parts?.overview ?? null;
  const trends = parts?.trends ?? null;
  const currency = overview?.meta.currency ?? "";
  const subtitle = windowOf(overview);
  return (
    <Stack component="div" spacing={2} sx={{ py: 2 }}>
      <Stack direction="row" sx={{ justifyContent: "space-between", alignItems: "center", flexWrap: "wrap", gap: 1 }}>
        <PeriodPicker />
      </Stack>
      <Tile
        title="Headline figures"
        subtitle={subtitle}
        state={tileState(asked(overview), isEmptyOverview)}
        height={HEADLINE_HEIGHT}
        onRetry={again}
      >
        {(answer) => <Headline figures={figures(answer, currency)} />}
      </Tile>
      <Tile
        title="Net revenue over time"
        subtitle={currency ? `${currency} · solid now, dashed before` : ""}
        state={tileState(asked(trends), isEmptyTrend)}
        height={TREND_HEIGHT}
        onRetry={again}
      >
        {(answer) => <Trend rows={rows(answer)} currency={currency} height={TREND_HEIGHT} />}
      </Tile>
      <Freshness answer={overview} />
    </Stack>
  );
}

function answersOf(page: OverviewPageQuery) {
  return { overview: unwrap(page.salesOverview), trends: unwrap(page.salesTrends) };
}

function windowOf(answer: ReturnType<typeof answersOf>["overview"] | null): string {
  const period = answer?.meta.period;
  if (!period) return "";
  const compared = answer.data?.comparisons[0];
  const now = inWords(period.start, period.end, period.timezone);
  return compared ? `${now} · vs ${inWords(compared.start, compared.end, period.timezone)}` : now;
}

function PeriodPicker() {
  const { view, show } = useView();
  return (
    <ToggleButtonGroup
      size="small"
      exclusive
      aria-label="Period"
      value={view.period}
      onChange={(_, period: (typeof view)["period"] | null) => {
        if (period !== null) show({ period });
      }}
      sx={{ flexWrap: "wrap" }}
    >
      {PERIODS.map(([period, name]) => (
        <ToggleButton key={period} value={period}>
          {name}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}

function Freshness({ answer }: { readonly answer: ReturnType<typeof answersOf>["overview"] | null }) {
  if (answer === null) return null;
  const { asOf, dataVersion, complete, stale, warnings } = answer.meta;
  const said = [
    asOf === null ? "No sales loaded" : `Data to ${asOf.slice(0, 16).replace("T", " ")}`,
    dataVersion === null ? null : `version ${dataVersion}`,
    complete ? null : "not complete",
    stale ? "the last known answer: the newest cannot be had now" : null,
    ...warnings.map((warning) => warning.message),
  ];
  return (
    <Typography variant="caption" color="text.secondary">
      {said.filter((part) => part !== null).join(" · ")}
    </Typography>
  );
}
