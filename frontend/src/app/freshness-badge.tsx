/** Up to when the data on screen go, whether that is the newest there is, and what else is known of them. */
import { Box, Button, Typography } from "@mui/material";
import { useState, type ReactNode } from "react";
import { useShell, type DataRange, type DataVersion } from "../api/shell";
import { useAnswered } from "../api/windows";
import { daysInWords } from "../state/day-words";
import { Layer } from "./filter-bar/bar-button";
import { freshness, momentInWords, STALE_HOURS, zoneName, type Freshness } from "./freshness";
import { useLive } from "./live";

const LOOKS: Readonly<Record<Freshness, { readonly colour: string; readonly words: string }>> = {
  checking: { colour: "text.disabled", words: "Asking for the state of the data" },
  current: { colour: "primary.main", words: "These are the newest data." },
  new: { colour: "primary.main", words: "Newer data were loaded." },
  stale: { colour: "warning.main", words: `No newer sale for ${STALE_HOURS} hours or more.` },
  offline: { colour: "error.main", words: "The server does not answer." },
  empty: { colour: "text.disabled", words: "Nothing was loaded yet." },
};

export function FreshnessBadge() {
  const live = useLive();
  const isOldAnswer = useAnswered()?.stale ?? false;
  const [opened] = useState(() => Date.now());
  const state = freshness(live, isOldAnswer, opened);
  const { long, short } = words(live.shown, state);
  if (state === "new") {
    return (
      <Button variant="contained" onClick={live.show} sx={{ height: 32, whiteSpace: "nowrap" }}>
        New data, show
      </Button>
    );
  }
  return (
    <Layer name="State of the data" content={() => <Details state={state} />}>
      {(opener) => (
        <Button
          {...opener}
          color="inherit"
          title={LOOKS[state].words}
          sx={{ height: 32, minWidth: 32, whiteSpace: "nowrap" }}
        >
          <Dot state={state} />
          <Typography
            component="span"
            variant="body2"
            color="text.secondary"
            sx={{ display: { xs: "none", sm: "inline" } }}
          >
            {long}
          </Typography>
          <Typography
            component="span"
            variant="body2"
            color="text.secondary"
            sx={{ display: { xs: "inline", sm: "none" } }}
          >
            {short}
          </Typography>
        </Button>
      )}
    </Layer>
  );
}

function words(shown: DataVersion | null, state: Freshness): { readonly long: string; readonly short: string } {
  if (!shown?.asOf) return { long: LOOKS[state].words, short: "—" };
  const moment = momentInWords(shown.asOf);
  return { long: `Data to ${moment} ${zoneName(shown.timezone, new Date(shown.asOf))}`, short: moment.slice(4, 10) };
}

/** Full when current, a ring when not: the state is not told by colour alone. */
function Dot({ state }: { readonly state: Freshness }) {
  const isFull = state === "current";
  return (
    <Box
      component="span"
      role="img"
      aria-label={`${LOOKS[state].words} `}
      sx={{
        width: 10,
        height: 10,
        mr: 1,
        flexShrink: 0,
        borderRadius: "50%",
        color: LOOKS[state].colour,
        border: "2px solid currentColor",
        bgcolor: isFull ? "currentColor" : "transparent",
      }}
    />
  );
}

function Details({ state }: { readonly state: Freshness }) {
  const { shown, check, isChecking } = useLive();
  const range = useShell()?.range;
  return (
    <Box sx={{ width: { xs: "100%", sm: 380 }, p: 2 }}>
      <Typography variant="body2" sx={{ fontWeight: 600, mb: 1 }}>
        {LOOKS[state].words}
      </Typography>
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
      <Typography component="dt" variant="body2" color="text.secondary">
        {name}
      </Typography>
      <Typography component="dd" variant="body2" sx={{ m: 0, overflowWrap: "anywhere" }}>
        {children}
      </Typography>
    </>
  );
}
