/** Why the measure moved: by effect as a waterfall, by member as a table, each adding up to the cent. */
import { Alert, Box } from "@mui/material";
import type { Asked } from "../../api/page-query";
import type { Question } from "../../api/rest";
import { useShell } from "../../api/shell";
import type { Meta } from "../../api/unwrap";
import { usualDimension } from "../../api/usual-dimension";
import { useChartHeight } from "../../charts/use-letters";
import { first, withKeys } from "../../state/extra";
import { useView } from "../../state/view-context";
import { Reversals } from "../../ui/reversals";
import { Switch } from "../../ui/switch";
import { Tile } from "../../ui/tile";
import { WhyOther } from "../../ui/why-other";
import {
  addsUp,
  DRIVER_DIMENSIONS,
  DRIVER_METRICS,
  driverDimension,
  driverMetric,
  driversTwin,
  isEmptyDrivers,
  type Drivers,
} from "./data";
import { Effects } from "./effects";
import { Members } from "./members";

const HEIGHT = 340;
const METRIC = "driver";
const DIMENSION = "by";

interface ProfitDriversProps {
  readonly asked: Asked<Drivers>;
  readonly question: Question;
}

export function ProfitDrivers({ asked, question }: ProfitDriversProps) {
  const height = useChartHeight(HEIGHT);
  const { view, show } = useView();
  const metric = driverMetric(first(view, METRIC));
  const usual = usualDimension(useShell());
  const set = (key: string, value: string) => {
    show({ extra: withKeys(view, { [key]: [value] }) }, "replace");
  };
  return (
    <Tile
      title="Why it changed"
      unit={metric === "UNITS" ? "units" : undefined}
      asked={asked}
      height={height}
      question={question}
      isEmpty={isEmptyDrivers}
      none="Nothing to compare with"
      twin={driversTwin}
      controls={
        <Box sx={{ display: "flex", flexWrap: "wrap", gap: 1, justifyContent: "flex-end" }}>
          <Switch
            label="What is explained"
            value={metric}
            options={DRIVER_METRICS}
            onChange={(next) => {
              set(METRIC, next.toLowerCase());
            }}
          />
          <Switch
            label="New, lost and kept"
            value={driverDimension(first(view, DIMENSION), usual)}
            options={DRIVER_DIMENSIONS}
            onChange={(dimension) => {
              set(DIMENSION, dimension);
            }}
          />
        </Box>
      }
    >
      {(drivers, meta) => <Splits drivers={drivers} meta={meta} />}
    </Tile>
  );
}

function Splits({ drivers, meta }: { readonly drivers: Drivers; readonly meta: Meta }) {
  if (!addsUp(drivers)) {
    return <Alert severity="error">The parts do not add up to the change; request {meta.requestId}.</Alert>;
  }
  return (
    <>
      <Box sx={{ display: "grid", gap: 3, gridTemplateColumns: { xs: "minmax(0, 1fr)", lg: "7fr 5fr" } }}>
        <Effects drivers={drivers} meta={meta} height={HEIGHT - 40} />
        <Members drivers={drivers} />
      </Box>
      <WhyOther meta={meta} dimension={drivers.dimension} />
      <Reversals reversals={drivers.reversals} dimension={drivers.dimension} href="#members" />
    </>
  );
}
