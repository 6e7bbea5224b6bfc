/** The three kinds of settings: a few choices side by side, many in a list, and a switch. */
import { Box, FormControlLabel, Radio, RadioGroup, Switch, Typography } from "@mui/material";
import { useId } from "react";

interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly chosen: Value;
  readonly choices: readonly (readonly [Value, string])[];
  readonly onChange: (value: Value) => void;
}

export function Choice<Value extends string>({ label, chosen, choices, onChange }: ChoiceProps<Value>) {
  const id = useId();
  return (
    <Box sx={ROW}>
      <Typography id={id}>{label}</Typography>
      <RadioGroup row aria-labelledby={id} value={chosen}>
        {choices.map(([value, name]) => (
          <FormControlLabel
            key={value}
            value={value}
            label={name}
            control={
              <Radio
                size="small"
                onChange={() => {
                  onChange(value);
                }}
              />
            }
          />
        ))}
      </RadioGroup>
    </Box>
  );
}

export function Pick<Value extends string>({ label, chosen, choices, onChange }: ChoiceProps<Value>) {
  const id = useId();
  return (
    <Box sx={ROW}>
      <label htmlFor={id}>{label}</label>
      <Box
        component="select"
        id={id}
        value={chosen}
        onChange={(event) => {
          const found = choices.find(([value]) => value === event.target.value);
          if (found) onChange(found[0]);
        }}
        sx={SELECT}
      >
        {choices.map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </Box>
    </Box>
  );
}

interface ToggleProps {
  readonly label: string;
  readonly note?: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

export function Toggle({ label, note, isOn, onChange }: ToggleProps) {
  const id = useId();
  return (
    <Box sx={ROW}>
      <label htmlFor={id}>{label}</label>
      <Box sx={{ display: "flex", alignItems: "center", gap: 1, ml: -1.5 }}>
        <Switch
          checked={isOn}
          slotProps={{ input: { id, role: "switch" } }}
          onChange={(_, next) => {
            onChange(next);
          }}
        />
        {note && (
          <Typography component="span" variant="body2" color="textSecondary">
            {note}
          </Typography>
        )}
      </Box>
    </Box>
  );
}

const ROW = {
  display: "grid",
  gridTemplateColumns: { xs: "minmax(0, 1fr)", sm: "220px minmax(0, 1fr)" },
  alignItems: "center",
  gap: { xs: 0.5, sm: 2 },
} as const;

export const SELECT = {
  font: "inherit",
  color: "text.primary",
  bgcolor: "background.paper",
  border: 1,
  borderColor: "divider",
  borderRadius: 1,
  px: 1,
  height: 36,
  maxWidth: "min(320px, 100%)",
} as const;
