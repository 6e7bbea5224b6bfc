/** Two native date fields; they apply as soon as both hold days in their order. */
import { Box, Typography } from "@mui/material";
import { useId, useState } from "react";
import type { Days } from "../../state/calendar";
import { daysInWords } from "../../state/day-words";
import { UNKNOWN_FIRST, type Loaded } from "../../state/periods";

interface DateFieldsProps {
  readonly label: string;
  readonly days: Days | null;
  readonly loaded: Loaded | null;
  readonly onChange: (days: Days) => void;
}

/** Years that the API answers for; a year half typed is none of them. */
const YEARS = /^(19[9]\d|20\d\d|2100)-/;

export function DateFields({ label, days, loaded, onChange }: DateFieldsProps) {
  const id = useId();
  const [typed, setTyped] = useState<Partial<Days>>({});
  const shown = { from: "", to: "", ...days, ...typed };
  const set = (change: Partial<Days>) => {
    const next = { ...shown, ...change };
    setTyped(isWhole(next) ? {} : next);
    if (isWhole(next)) onChange(next);
  };
  return (
    <Box role="group" aria-labelledby={id}>
      <Typography id={id} variant="body2" sx={{ fontWeight: 600, mb: 0.5 }}>
        {label}
      </Typography>
      <Box sx={{ display: "flex", gap: 1, alignItems: "center" }}>
        <DateField
          label="First day"
          value={shown.from}
          loaded={loaded}
          onChange={(from) => {
            set({ from });
          }}
        />
        <span aria-hidden="true">–</span>
        <DateField
          label="Last day"
          value={shown.to}
          loaded={loaded}
          onChange={(to) => {
            set({ to });
          }}
        />
      </Box>
      <Box role="status" sx={{ mt: 0.5, minHeight: 20 }}>
        <Note days={shown} loaded={loaded} />
      </Box>
    </Box>
  );
}

const areDays = ({ from, to }: Days): boolean => YEARS.test(from) && YEARS.test(to);
const isBeyond = ({ from, to }: Days, { first, last }: Loaded): boolean => from < first || to > last;
const isWhole = (days: Days): boolean => areDays(days) && days.from <= days.to;

interface DateFieldProps {
  readonly label: string;
  readonly value: string;
  readonly loaded: Loaded | null;
  readonly onChange: (day: string) => void;
}

function DateField({ label, value, loaded, onChange }: DateFieldProps) {
  return (
    <Box
      component="input"
      type="date"
      aria-label={label}
      value={value}
      min={loaded?.first}
      max={loaded?.last}
      onChange={(event) => {
        onChange(event.target.value);
      }}
      sx={{
        font: "inherit",
        color: "text.primary",
        bgcolor: "background.paper",
        border: 1,
        borderColor: "divider",
        borderRadius: 1,
        px: 1,
        height: 36,
        flex: 1,
        minWidth: 0,
      }}
    />
  );
}

/** Days that were never loaded are struck through, not refused. */
function Note({ days, loaded }: { readonly days: Days; readonly loaded: Loaded | null }) {
  if (areDays(days) && days.from > days.to) {
    return (
      <Typography variant="caption" color="error">
        The last day is before the first.
      </Typography>
    );
  }
  if (loaded === null || loaded.first === UNKNOWN_FIRST) return null;
  const isOutside = areDays(days) && isBeyond(days, loaded);
  const all = daysInWords({ from: loaded.first, to: loaded.last });
  return (
    <Typography variant="caption" color="textSecondary">
      {isOutside && <s>{daysInWords(days)}</s>}
      {isOutside ? " goes beyond what is loaded: " : "Loaded: "}
      {all}
    </Typography>
  );
}
