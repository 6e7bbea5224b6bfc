/** The period of every number on the page: its name and days, and the steps between periods. */
import { Box, IconButton, Typography } from "@mui/material";
import { visuallyHidden } from "@mui/utils";
import { lazy } from "react";
import type { Days } from "../../state/calendar";
import { daysInWords } from "../../state/day-words";
import { daysOf, periodName, stepped, type Loaded } from "../../state/periods";
import { useView } from "../../state/view-context";
import { Icon } from "../icons";
import { BarButton } from "./bar-button";
import { knownDays, useLoaded } from "./use-loaded";

const PeriodPanel = lazy(() => import("./period-panel"));

export function PeriodButtons() {
  const { view } = useView();
  const loaded = useLoaded();
  const days = knownDays(view, loaded);
  const name = view.period === "CUSTOM" ? "" : periodName(view.period);
  return (
    <Box sx={{ display: "flex", gap: 0.5 }}>
      <BarButton icon="calendar" name="Period" label={<PeriodLabel name={name} days={days} />}>
        {() => <PeriodPanel loaded={loaded} />}
      </BarButton>
      <Step direction={-1} loaded={loaded} />
      <Step direction={1} loaded={loaded} />
    </Box>
  );
}

function PeriodLabel({ name, days }: { readonly name: string; readonly days: Days | null }) {
  return (
    <>
      <Box component="span" sx={visuallyHidden}>
        Period:{" "}
      </Box>
      <Box component="span" sx={{ display: { xs: days === null ? "inline" : "none", lg: "inline" }, mr: name && 1 }}>
        {name}
      </Box>
      <Typography
        component="span"
        variant="body2"
        color={name ? "textSecondary" : "inherit"}
        // the room is there before the days are known, so that nothing moves
        sx={{ minWidth: { xs: 0, lg: days === null ? "6.75rem" : 0 } }}
      >
        {days && daysInWords(days)}
      </Typography>
    </>
  );
}

function Step({ direction, loaded }: { readonly direction: 1 | -1; readonly loaded: Loaded | null }) {
  const { view, show } = useView();
  const next = loaded === null ? null : stepped(view, direction, loaded);
  const title = loaded && next ? daysInWords(daysOf(next, loaded)) : "Nothing is loaded there";
  return (
    <IconButton
      size="small"
      aria-label={direction < 0 ? "Period before" : "Period after"}
      title={title}
      disabled={next === null}
      onClick={() => {
        if (next) show(next);
      }}
      sx={{ width: 32, height: 32, border: 1, borderColor: "divider", borderRadius: 1, bgcolor: "background.paper" }}
    >
      <Icon name={direction < 0 ? "left" : "right"} size={16} />
    </IconButton>
  );
}
