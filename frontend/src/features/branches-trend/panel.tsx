/** One small panel a branch, in its colour, on one scale so that they can be compared; one pointer reads them all. */
import { Box, Typography } from "@mui/material";
import { useMemo } from "react";
import type { BranchesTrendFragment } from "../../api/gen/operations";
import type { Asked } from "../../api/page-query";
import type { Question } from "../../api/rest";
import { useShell } from "../../api/shell";
import type { Meta } from "../../api/unwrap";
import { scaleOf } from "../../charts/axis";
import { LineChart } from "../../charts/line-chart";
import { SharedPointer } from "../../charts/shared-pointer";
import { useSlots } from "../../charts/use-slots";
import { windowOf } from "../../format";
import { withKeys } from "../../state/extra";
import { METRICS, unitOf, type MetricLook } from "../../state/metric";
import { useView } from "../../state/view-context";
import { Member } from "../../ui/member";
import { Switch } from "../../ui/switch";
import { Tile } from "../../ui/tile";
import type { Twin } from "../../ui/twin-table";
import { drawnBranches, isEmptyTrends, MOST_PANELS, nameOf, SCALE, valuesOf, type BranchSeries } from "./data";

type Trends = NonNullable<BranchesTrendFragment["branchTrends"]["data"]>;

const HEIGHT = 340;
const PANEL = 130;
/** Where there are too many branches to draw. */
const SENTENCE = 24;

interface BranchesTrendProps {
  readonly asked: Asked<Trends>;
  readonly question: Question;
  readonly look: MetricLook;
}

export function BranchesTrend({ asked, question, look }: BranchesTrendProps) {
  const { view, show } = useView();
  const isOwn = view.extra[SCALE]?.[0] === "own";
  const branches = useShell()?.members.branch.length ?? 0;
  const isTooMany = branches > MOST_PANELS && view.pin.length === 0;
  return (
    <Tile
      title={`${look.label} of each branch over time`}
      unit={unitOf(look)}
      asked={asked}
      height={isTooMany ? SENTENCE : HEIGHT}
      question={question}
      isEmpty={isEmptyTrends}
      twin={(trends) => twin(trends, look)}
      controls={
        <Box sx={{ display: "flex", gap: 1, flexWrap: "wrap", justifyContent: "flex-end" }}>
          <Switch
            label="Measure"
            value={look.metric}
            options={METRICS.map(({ metric, label }) => [metric, label] as const)}
            onChange={(metric) => {
              show({ metric }, "replace");
            }}
          />
          <Switch
            label="Scale"
            value={isOwn ? "own" : "same"}
            options={[
              ["same", "Same scale"],
              ["own", "Own scale"],
            ]}
            onChange={(name) => {
              show({ extra: withKeys(view, { [SCALE]: name === "own" ? ["own"] : [] }) }, "replace");
            }}
          />
        </Box>
      }
    >
      {(trends, meta) => <Panels series={trends.series} meta={meta} look={look} isOwn={isOwn} />}
    </Tile>
  );
}

interface PanelsProps {
  readonly series: readonly BranchSeries[];
  readonly meta: Meta;
  readonly look: MetricLook;
  readonly isOwn: boolean;
}

function Panels({ series, meta, look, isOwn }: PanelsProps) {
  const { view } = useView();
  const drawn = useMemo(() => drawnBranches(series, view.pin), [series, view.pin]);
  const shared = useMemo(() => scaleOf(drawn.flatMap(valuesOf), look.kind), [drawn, look.kind]);
  const thenNames = useThenNames(meta);
  if (drawn.length === 0) {
    return (
      <Typography variant="body2" color="textSecondary">
        There are more than {MOST_PANELS} branches: tick some in the table to see each of them here.
      </Typography>
    );
  }
  return (
    <SharedPointer>
      <div className="small-charts">
        {drawn.map((one) => (
          <Panel
            key={nameOf(one.key)}
            one={one}
            meta={meta}
            look={look}
            names={thenNames}
            scale={isOwn ? null : shared}
          />
        ))}
      </div>
    </SharedPointer>
  );
}

interface PanelProps {
  readonly one: BranchSeries;
  readonly meta: Meta;
  readonly look: MetricLook;
  readonly names: readonly string[];
  readonly scale: ReturnType<typeof scaleOf> | null;
}

function Panel({ one, meta, look, names, scale }: PanelProps) {
  const slot = useSlots("branch");
  const name = nameOf(one.key);
  const series = useMemo(
    () => [{ name, points: one.points, colour: slot(one.key) ?? ("grey" as const) }],
    [name, one, slot],
  );
  return (
    <div>
      <div className="name-of-chart">
        <Member dimension="branch" name={one.key} />
      </div>
      <LineChart
        series={series}
        kind={look.kind}
        currency={meta.currency}
        height={PANEL}
        thenNames={names}
        {...(scale && { scale })}
      />
    </div>
  );
}

function useThenNames({ period, comparisons }: Meta): readonly string[] {
  return useMemo(
    () => comparisons.map(({ start, end }) => windowOf(start, end, period?.timezone ?? "UTC")),
    [comparisons, period],
  );
}

function twin({ series }: Trends, look: MetricLook): Twin {
  return {
    caption: `${look.label} of each branch over time`,
    columns: [{ label: "When", kind: "text" }, ...series.map(({ key }) => ({ label: nameOf(key), kind: look.kind }))],
    rows: (series[0]?.points ?? []).map(({ label }, index) => [
      label,
      ...series.map(({ points }) => points[index]?.value ?? null),
    ]),
  };
}
