/** A list to choose from: what may not be chosen stays in reach of the keyboard and says why. */
import { Box, ListItemText, Menu, MenuItem } from "@mui/material";
import type { Choice } from "./reasons";

interface ChoiceMenuProps {
  readonly label: string;
  readonly anchor: Element | null;
  readonly choices: readonly Choice[];
  readonly onChoose: (name: string) => void;
  readonly onClose: () => void;
}

export function ChoiceMenu({ label, anchor, choices, onChoose, onClose }: ChoiceMenuProps) {
  return (
    <Menu
      anchorEl={anchor}
      open={anchor !== null}
      onClose={onClose}
      slotProps={{ list: { "aria-label": label, dense: true }, paper: { sx: { maxHeight: 420, width: 320 } } }}
    >
      {choices.map(({ name, label: text, isChosen, reason, note }) => (
        <MenuItem
          key={name}
          role="menuitemcheckbox"
          aria-checked={isChosen}
          aria-disabled={reason !== null}
          onClick={() => {
            if (reason === null) onChoose(name);
          }}
          sx={{ alignItems: "flex-start", ...(reason !== null && { cursor: "not-allowed" }) }}
        >
          <Box component="span" aria-hidden="true" sx={{ width: 20, flex: "none", pt: 0.25 }}>
            {isChosen ? "✓" : ""}
          </Box>
          <ListItemText
            primary={text}
            secondary={reason ?? note}
            slotProps={{
              primary: { sx: { fontSize: 13, ...(reason !== null && { color: "text.secondary" }) } },
              secondary: {
                sx: { fontSize: 12, whiteSpace: "normal", ...(reason !== null && { color: "warning.main" }) },
              },
            }}
          />
        </MenuItem>
      ))}
    </Menu>
  );
}
