/** One of a few: small buttons beside a tile's title. */
import { ToggleButton, ToggleButtonGroup } from "@mui/material";

interface SwitchProps<Name extends string> {
  readonly label: string;
  readonly value: Name | null;
  readonly options: readonly (readonly [Name, string])[];
  readonly onChange: (name: Name) => void;
}

export function Switch<Name extends string>({ label, value, options, onChange }: SwitchProps<Name>) {
  return (
    <ToggleButtonGroup
      exclusive
      size="small"
      aria-label={label}
      value={value}
      onChange={(_, name: Name | null) => {
        if (name !== null) onChange(name);
      }}
      sx={{ flexWrap: "wrap", "& button": { px: 1, py: 0.25, minHeight: 28, fontSize: 12, textTransform: "none" } }}
      data-print="hide"
    >
      {options.map(([name, text]) => (
        <ToggleButton key={name} value={name}>
          {text}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
