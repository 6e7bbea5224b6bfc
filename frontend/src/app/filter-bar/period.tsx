/** The period of every number on the page: named ones with their days, dates of one's own, and steps. */
import { Box, IconButton, Typography } from "@mui/material";
import { visuallyHidden } from "@mui/utils";
import { useState } from "react";
import type { Days } from "../../state/calendar";
import { daysInWords } from "../../state/day-words";
import { daysOf, named, PERIOD_NAMES, periodName, soFar, stepped, type Loaded } from "../../state/periods";
import { useView } from "../../state/view-context";
import type { Period } from "../../state/view";
import { Icon } from "../icons";
import { useFirstFocus } from "../../ui/first-focus";
import { BarButton } from "./bar-button";
import { DateFields } from "./date-fields";
import { useOpening } from "./opening";
import { useLoaded } from "./use-loaded";

export function PeriodButtons() {
  const { view } = useView();
  const loaded = useLoaded();
  const days = loaded && daysOf(view, loaded);
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
      <Box component="span" sx={{ display: { xs: "none", lg: "inline" }, mr: name && 1 }}>
        {name}
      </Box>
      <Typography
        component="span"
        variant="body2"
        color={name ? "text.secondary" : "inherit"}
        // the room is there before the days are known, so that nothing moves
        sx={{ minWidth: days === null ? "6.75rem" : 0 }}
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

export function PeriodPanel({ loaded }: { readonly loaded: Loaded | null }) {
  const { view } = useView();
  const change = useOpening();
  const [custom, setCustom] = useState<Days | null>(() => loaded && daysOf(view, loaded));
  const choose = (period: Period) => {
    change({ period, from: null, to: null });
    if (loaded) setCustom(daysOf({ period, from: null, to: null }, loaded));
  };
  return (
    <Box sx={{ width: { xs: "100%", sm: 360 }, py: 1 }}>
      <Box role="radiogroup" aria-label="Named periods">
        {PERIOD_NAMES.map(([period, name]) => (
          <PeriodChoice
            key={period}
            name={name}
            isChosen={view.period === period}
            loaded={loaded}
            period={period}
            onChoose={choose}
          />
        ))}
      </Box>
      <Box sx={{ px: 2, pt: 1.5, mt: 1, borderTop: 1, borderColor: "divider" }}>
        <DateFields
          label="Own dates"
          days={custom}
          loaded={loaded}
          onChange={(days) => {
            setCustom(days);
            change(loaded ? named(days, loaded) : { period: "CUSTOM", ...days });
          }}
        />
      </Box>
    </Box>
  );
}

interface PeriodChoiceProps {
  readonly period: Exclude<Period, "CUSTOM">;
  readonly name: string;
  readonly isChosen: boolean;
  readonly loaded: Loaded | null;
  readonly onChoose: (period: Period) => void;
}

function PeriodChoice({ period, name, isChosen, loaded, onChoose }: PeriodChoiceProps) {
  const input = useFirstFocus<HTMLInputElement>(useState(isChosen)[0]);
  const window = { period, from: null, to: null };
  const days = loaded && daysOf(window, loaded);
  const part = loaded && soFar(window, loaded);
  return (
    <Box
      component="label"
      sx={{
        display: "flex",
        alignItems: "center",
        gap: 1,
        px: 2,
        minHeight: 30,
        cursor: "pointer",
        "&:hover": { bgcolor: "action.hover" },
        "@media (pointer: coarse)": { minHeight: 44 },
      }}
    >
      <input
        type="radio"
        name="period"
        ref={input}
        checked={isChosen}
        onChange={() => {
          onChoose(period);
        }}
        style={{ accentColor: "var(--mui-palette-primary-main)" }}
      />
      <span>{name}</span>
      <Typography component="span" variant="body2" color="text.secondary" sx={{ ml: "auto" }}>
        {days && daysInWords(days)}
        {part && ` · ${part.passed} of ${part.all} days`}
      </Typography>
    </Box>
  );
}
