/** Named periods with the days that they mean, and dates of one's own. */
import { Box, Typography } from "@mui/material";
import { useState } from "react";
import type { Days } from "../../state/calendar";
import { daysInWords } from "../../state/day-words";
import { daysOf, named, PERIOD_NAMES, soFar, type Loaded } from "../../state/periods";
import type { Period } from "../../state/view";
import { useView } from "../../state/view-context";
import { useFirstFocus } from "../../ui/first-focus";
import { DateFields } from "./date-fields";
import { useOpening } from "./opening";
import { knownDays } from "./use-loaded";

export default function PeriodPanel({ loaded }: { readonly loaded: Loaded | null }) {
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
  const days = knownDays(window, loaded);
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
      <Typography component="span" variant="body2" color="textSecondary" sx={{ ml: "auto" }}>
        {days && daysInWords(days)}
        {part && ` · ${part.passed} of ${part.all} days`}
      </Typography>
    </Box>
  );
}
