/** The change by effect, from then to now; each effect opens the rows behind it. */
import { Box, Link as MuiLink, Typography } from "@mui/material";
import { useMemo } from "react";
import { Link } from "wouter";
import type { Meta } from "../../api/unwrap";
import { WaterfallChart } from "../../charts/waterfall-chart";
import { windowOf } from "../../format";
import { withKeys } from "../../state/extra";
import { useLink, useView } from "../../state/view-context";
import { Delta } from "../../ui/delta";
import { effectName } from "../../ui/effects";
import { effectSteps, PART, ROWS, type Drivers } from "./data";

interface EffectsProps {
  readonly drivers: Drivers;
  readonly meta: Meta;
  readonly height: number;
}

export function Effects({ drivers, meta, height }: EffectsProps) {
  const steps = useMemo(() => effectSteps(drivers), [drivers]);
  const kind = drivers.metric === "UNITS" ? "units" : "money";
  return (
    <Box sx={{ minWidth: 0 }}>
      <WaterfallChart
        title="By effect"
        steps={steps}
        kind={kind}
        currency={meta.currency}
        height={height}
        now={thenAndNow(meta)}
        then={null}
      />
      <Sum drivers={drivers} kind={kind} />
    </Box>
  );
}

function thenAndNow({ period, comparisons }: Meta): string {
  const [then] = comparisons;
  if (period === null || then === undefined) return "Value";
  return `${windowOf(then.start, then.end, period.timezone)} to ${windowOf(period.start, period.end, period.timezone)}`;
}

function Sum({ drivers, kind }: { readonly drivers: Drivers; readonly kind: "money" | "units" }) {
  const { view } = useView();
  const link = useLink();
  const hrefOf = (part: string) => {
    const named = part === drivers.part ? [] : [part.toLowerCase()];
    return link("/profit", { ...view, extra: withKeys(view, { [PART]: named }) });
  };
  return (
    <Typography
      variant="body2"
      component="div"
      data-sum="parts"
      sx={{ mt: 0.5, display: "flex", flexWrap: "wrap", columnGap: 1.5, rowGap: 0.25 }}
    >
      {drivers.parts
        .filter(({ value }) => value !== 0)
        .map(({ kind: effect, value }) => (
          <Box component="span" key={effect} sx={{ whiteSpace: "nowrap", ...(effect === drivers.part && CHOSEN) }}>
            <MuiLink
              component={Link}
              href={hrefOf(effect)}
              aria-current={effect === drivers.part}
              aria-controls={ROWS}
              onClick={showRows}
              color="inherit"
              underline="always"
            >
              {effectName(effect, drivers.dimension)}
            </MuiLink>{" "}
            <Delta value={value} kind={kind} numbers="full" />
          </Box>
        ))}
      <Box component="span" sx={{ whiteSpace: "nowrap", fontWeight: 600 }}>
        = change <Delta value={drivers.change} kind={kind} numbers="full" />
      </Box>
    </Typography>
  );
}

/** On a phone the rows are below the effects. */
function showRows() {
  document.getElementById(ROWS)?.scrollIntoView({ block: "nearest" });
}

const CHOSEN = { outline: "2px solid", outlineColor: "primary.main", outlineOffset: 2, borderRadius: "2px" } as const;
