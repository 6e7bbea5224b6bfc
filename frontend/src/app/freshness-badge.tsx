/** Up to when the data on screen go, whether that is the newest there is, and what else is known of them. */
import { Box, Button, Typography } from "@mui/material";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { useShell, type DataRange, type DataVersion } from "../api/shell";
import { useAnswered } from "../api/windows";
import { daysInWords } from "../state/day-words";
import { Layer } from "./filter-bar/bar-button";
import { freshness, momentInWords, proofInWords, stateInWords, zoneName, type Freshness } from "./freshness";
import { useLive } from "./live";

const COLOURS: Readonly<Record<Freshness, string>> = {
  checking: "text.disabled",
  current: "primary.main",
  new: "primary.main",
  stale: "warning.main",
  unproven: "error.main",
  offline: "error.main",
  empty: "text.disabled",
};

export function FreshnessBadge() {
  const live = useLive();
  const isOldAnswer = useAnswered()?.stale ?? false;
  const state = freshness(live, isOldAnswer);
  const said = stateInWords(state, live.shown);
  const { long, short } = words(live.shown, said);
  if (state === "new") {
    return (
      <Button variant="contained" onClick={live.show} sx={{ height: 32, whiteSpace: "nowrap" }}>
        New data, show
      </Button>
    );
  }
  return (
    <Layer name="State of the data" content={() => <Details said={said} state={state} />}>
      {(opener) => (
        <Button {...opener} color="inherit" title={said} sx={{ height: 32, minWidth: 32, whiteSpace: "nowrap" }}>
          <Dot state={state} said={said} />
          <Typography
            component="span"
            variant="body2"
            color="textSecondary"
            sx={{ display: { xs: "none", sm: "inline" } }}
          >
            {long}
          </Typography>
          <Typography
            component="span"
            variant="body2"
            color="textSecondary"
            sx={{ display: { xs: "inline", sm: "none" } }}
          >
            {short}
          </Typography>
        </Button>
      )}
    </Layer>
  );
}

function words(shown: DataVersion | null, said: string): { readonly long: string; readonly short: string } {
  if (!shown?.asOf) return { long: said, short: "—" };
  const moment = momentInWords(shown.asOf);
  return { long: `Data to ${moment} ${zoneName(shown.timezone, new Date(shown.asOf))}`, short: moment.slice(4, 10) };
}

interface Told {
  readonly state: Freshness;
  readonly said: string;
}

/** Full when current, a ring when not: the state is not told by colour alone. */
function Dot({ state, said }: Told) {
  const isFull = state === "current";
  return (
    <Box
      component="span"
      role="img"
      aria-label={`${said} `}
      sx={{
        width: 10,
        height: 10,
        mr: 1,
        flexShrink: 0,
        borderRadius: "50%",
        color: COLOURS[state],
        border: "2px solid currentColor",
        bgcolor: isFull ? "currentColor" : "transparent",
      }}
    />
  );
}

function Details({ state, said }: Told) {
  const { shown, check, isChecking } = useLive();
  const range = useShell()?.range;
  return (
    <Box sx={{ width: { xs: "100%", sm: 380 }, p: 2 }}>
      <Typography variant="body2" sx={{ fontWeight: 600, mb: 1 }}>
        {said}
      </Typography>
      {state === "unproven" && (
        <Typography variant="body2" sx={{ mb: 1 }}>
          Rollups that differ do not answer; the sale lines do. <Link href="/diagnostics">See what differs</Link>
        </Typography>
      )}
      <Box component="dl" sx={{ m: 0, display: "grid", gridTemplateColumns: "auto 1fr", columnGap: 2, rowGap: 0.5 }}>
        {shown && <VersionFacts version={shown} />}
        {range && <RangeFacts range={range} />}
      </Box>
      <Button onClick={check} disabled={isChecking} sx={{ mt: 1, px: 0 }}>
        Ask again
      </Button>
    </Box>
  );
}

function VersionFacts({ version }: { readonly version: DataVersion }) {
  return (
    <>
      <Fact name="Newest sale">{version.asOf ? momentInWords(version.asOf) : "none"}</Fact>
      <Fact name="Loaded at">{momentInWords(version.loadedAt)} UTC</Fact>
      <Fact name="Version">{version.version}</Fact>
      <Fact name="Time zone">{version.timezone}</Fact>
      <Fact name="Last proof">{proofInWords(version)}</Fact>
    </>
  );
}

function RangeFacts({ range: { start, end, gaps } }: { readonly range: DataRange }) {
  const holes = gaps.map((gap) => daysInWords({ from: gap.start, to: gap.end }));
  return (
    <>
      {start && end && <Fact name="Days loaded">{daysInWords({ from: start, to: end })}</Fact>}
      <Fact name="Holes">{holes.join("; ") || "none"}</Fact>
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <Typography component="dt" variant="body2" color="textSecondary">
        {name}
      </Typography>
      <Typography component="dd" variant="body2" sx={{ m: 0, overflowWrap: "anywhere" }}>
        {children}
      </Typography>
    </>
  );
}
