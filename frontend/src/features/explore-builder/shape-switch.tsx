/** The form of the result; one that the question cannot have says why. */
import { Box, ToggleButton, ToggleButtonGroup } from "@mui/material";
import type { Shape } from "../../state/exploration";
import { useSay } from "../../ui/say";
import type { Choice } from "./reasons";

interface ShapeSwitchProps {
  readonly choices: readonly (Choice & { readonly name: Shape })[];
  readonly onChange: (shape: Shape) => void;
}

export function ShapeSwitch({ choices, onChange }: ShapeSwitchProps) {
  const say = useSay();
  const chosen = choices.find(({ isChosen }) => isChosen)?.name;
  return (
    <Box sx={{ overflow: "auto", maxWidth: "100%" }}>
      <ToggleButtonGroup
        exclusive
        size="small"
        aria-label="Form of the result"
        value={chosen}
        onChange={(_, shape: Shape | null) => {
          const reason = choices.find(({ name }) => name === shape)?.reason ?? null;
          if (reason !== null) say(reason);
          else if (shape !== null) onChange(shape);
        }}
        sx={{
          "& button": { px: { xs: 0.875, sm: 1.25 }, py: 0.25, minHeight: 28, fontSize: 12, textTransform: "none" },
        }}
        data-print="hide"
      >
        {choices.map(({ name, label, reason }) => (
          <ToggleButton
            key={name}
            value={name}
            title={reason ?? label}
            aria-disabled={reason !== null}
            aria-label={reason === null ? label : `${label}: ${reason}`}
            sx={{ ...(reason !== null && { color: "text.disabled", cursor: "not-allowed" }) }}
          >
            {label}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
    </Box>
  );
}
