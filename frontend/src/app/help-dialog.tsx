/** The keys that do something, and the switch that turns them off. */
import {
  Box,
  Dialog,
  DialogContent,
  DialogTitle,
  FormControlLabel,
  IconButton,
  Switch,
  Typography,
} from "@mui/material";
import { periodName } from "../state/periods";
import { useSettings } from "../state/settings-context";
import { Icon } from "./icons";
import { ROUTES } from "./routes";
import { PERIOD_KEYS } from "./shortcut-keys";

const GROUPS: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
  [
    "Anywhere",
    [
      ["?", "This help"],
      ["/", "Find a member"],
      ["← →", "Period before, period after"],
      ["x", "Comparisons on and off"],
      ["[ ]", "Salesperson before, salesperson after by rank"],
      ["Esc", "Close the top layer"],
    ],
  ],
  ["Period", Object.entries(PERIOD_KEYS).map(([key, period]) => [key, periodName(period)] as const)],
  ["Go to", ROUTES.filter(({ key }) => key !== "").map(({ key, title }) => [`g ${key}`, title] as const)],
  [
    "In a focused tile",
    [
      ["t", "Table instead of the picture, and back"],
      ["i", "How was this number made?"],
      ["e", "Export"],
      ["l", "Copy the link"],
    ],
  ],
];

export default function HelpDialog({ onClose }: { readonly onClose: () => void }) {
  const { settings, change } = useSettings();
  return (
    <Dialog open onClose={onClose} maxWidth="md" aria-labelledby="help-title">
      <DialogTitle id="help-title" sx={{ display: "flex", alignItems: "center", pr: 1.5 }}>
        <Box sx={{ flex: 1 }}>Keyboard shortcuts</Box>
        <IconButton aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </IconButton>
      </DialogTitle>
      <DialogContent>
        <Box sx={{ display: "grid", gridTemplateColumns: { sm: "1fr 1fr" }, columnGap: 5, rowGap: 2 }}>
          {GROUPS.map(([title, keys]) => (
            <section key={title} aria-label={title}>
              <Typography component="h3" variant="body2" sx={{ fontWeight: 600, mb: 0.5 }}>
                {title}
              </Typography>
              <Box component="dl" sx={{ m: 0, display: "grid", gridTemplateColumns: "64px 1fr", rowGap: 0.5 }}>
                {keys.map(([key, does]) => (
                  <Pair key={key} keys={key} does={does} />
                ))}
              </Box>
            </section>
          ))}
        </Box>
        <FormControlLabel
          sx={{ mt: 2 }}
          label="Shortcuts are on"
          control={
            <Switch
              checked={settings.shortcuts}
              onChange={(_, shortcuts) => {
                change({ shortcuts });
              }}
            />
          }
        />
      </DialogContent>
    </Dialog>
  );
}

function Pair({ keys, does }: { readonly keys: string; readonly does: string }) {
  return (
    <>
      <Box component="dt" sx={{ display: "flex", gap: 0.5 }}>
        {keys.split(" ").map((key) => (
          <Box key={key} component="kbd" sx={KEY}>
            {key}
          </Box>
        ))}
      </Box>
      <Typography component="dd" variant="body2" sx={{ m: 0 }}>
        {does}
      </Typography>
    </>
  );
}

const KEY = {
  font: "inherit",
  fontSize: 12,
  lineHeight: "20px",
  minWidth: 22,
  px: 0.5,
  textAlign: "center",
  border: 1,
  borderColor: "divider",
  borderRadius: 0.5,
  bgcolor: "background.default",
} as const;
