/** How this browser shows the dashboard: nothing here changes a number, or what anybody else sees. */
import { Box, Button, Paper, Typography } from "@mui/material";
import { useId, type ReactNode } from "react";
import { PERIOD_NAMES } from "../../../state/periods";
import { DEFAULT_SETTINGS, type Settings } from "../../../state/settings";
import { useSettings } from "../../../state/settings-context";
import { signOut } from "../../../api/access";
import { useIsSignedIn } from "../../access/gate";
import { ROUTES } from "../../routes";
import { COMPARE_CHOICES, defaultViewOf, defaultViewText } from "./default-view";
import { Choice, Pick, Toggle } from "./fields";
import { Colours } from "./colours";
import { SavedViews } from "./saved-views";

const THEMES = [
  ["system", "As the system"],
  ["light", "Light"],
  ["dark", "Dark"],
] as const;
const DENSITIES = [
  ["comfortable", "Comfortable"],
  ["compact", "Compact"],
] as const;
const NUMBERS = [
  ["compact", "Compact: KES 1.23M"],
  ["full", "Full: KES 1,234,567.89"],
] as const;

export default function SettingsPage() {
  const { settings, change } = useSettings();
  return (
    <Box sx={{ display: "grid", gridTemplateColumns: "minmax(0, 1fr)", gap: 1.5, maxWidth: 760 }}>
      <Looks settings={settings} change={change} />
      <Opening settings={settings} change={change} />
      <Group title="Keyboard and motion">
        <Toggle
          label="Keyboard shortcuts"
          note="Single letters such as m for the month; ? lists them all."
          isOn={settings.shortcuts}
          onChange={(shortcuts) => {
            change({ shortcuts });
          }}
        />
        <Toggle
          label="Reduced motion"
          note="Nothing fades or slides. On by itself where the system asks for it."
          isOn={settings.reducedMotion}
          onChange={(reducedMotion) => {
            change({ reducedMotion });
          }}
        />
      </Group>
      <Group title="Colours of members">
        <Colours />
      </Group>
      <Group title="Saved views">
        <SavedViews />
      </Group>
      <Signed />
      <Box>
        <Button
          variant="outlined"
          color="warning"
          onClick={() => {
            change(DEFAULT_SETTINGS);
          }}
        >
          Set everything back
        </Button>
        <Typography variant="caption" color="textSecondary" sx={{ ml: 1.5 }}>
          Saved views stay.
        </Typography>
      </Box>
    </Box>
  );
}

/** Only where the server asks who one is. */
function Signed() {
  if (!useIsSignedIn()) return null;
  return (
    <Group title="Signed in">
      <Box sx={{ display: "flex", flexWrap: "wrap", alignItems: "center", gap: 1.5, py: 1 }}>
        <Typography variant="body2" sx={{ flex: "1 1 260px" }}>
          With a key or token that is kept until this tab is closed.
        </Typography>
        <Button variant="outlined" onClick={signOut}>
          Sign out
        </Button>
      </Box>
    </Group>
  );
}

interface PartProps {
  readonly settings: Settings;
  readonly change: (change: Partial<Settings>) => void;
}

function Looks({ settings, change }: PartProps) {
  return (
    <Group title="Looks">
      <Choice
        label="Theme"
        chosen={settings.theme}
        choices={THEMES}
        onChange={(theme) => {
          change({ theme });
        }}
      />
      <Choice
        label="Density"
        chosen={settings.density}
        choices={DENSITIES}
        onChange={(density) => {
          change({ density });
        }}
      />
      <Choice
        label="Numbers"
        chosen={settings.numbers}
        choices={NUMBERS}
        onChange={(numbers) => {
          change({ numbers });
        }}
      />
      <Toggle
        label="Names of week days beside dates"
        isOn={settings.weekdays}
        onChange={(weekdays) => {
          change({ weekdays });
        }}
      />
    </Group>
  );
}

function Opening({ settings, change }: PartProps) {
  const view = defaultViewOf(settings.defaultView);
  return (
    <Group title="What opens first">
      <Pick
        label="Page"
        chosen={settings.landing}
        choices={ROUTES.map(({ path, title }) => [path, title] as const)}
        onChange={(landing) => {
          change({ landing });
        }}
      />
      <Pick
        label="Period"
        chosen={view.period}
        choices={PERIOD_NAMES}
        onChange={(period) => {
          change({ defaultView: defaultViewText({ ...view, period }) });
        }}
      />
      <Pick
        label="Compared with"
        chosen={view.compare}
        choices={COMPARE_CHOICES}
        onChange={(compare) => {
          change({ defaultView: defaultViewText({ ...view, compare }) });
        }}
      />
      <Typography variant="caption" color="textSecondary">
        Links and saved views open as they were made.
      </Typography>
    </Group>
  );
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId();
  return (
    <Paper component="section" variant="outlined" aria-labelledby={id} sx={{ p: 2.5, display: "grid", gap: 2 }}>
      <Typography id={id} component="h2" sx={{ fontSize: 16, fontWeight: 600 }}>
        {title}
      </Typography>
      {children}
    </Paper>
  );
}
