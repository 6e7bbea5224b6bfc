/** Which of the eight fixed colours each branch and product line has. */
import { Box, Typography } from "@mui/material";
import { useColorScheme } from "@mui/material/styles";
import { useOptions } from "../../../api/options";
import { SLOTS, slotColour, type Scheme } from "../../../charts/palette";
import { useSettings } from "../../../state/settings-context";
import { SELECT } from "./fields";

const COLOURED = [
  ["branch", "Branches"],
  ["productLine", "Product lines"],
] as const;

const NAMES = ["Blue", "Ochre", "Plum", "Teal", "Olive", "Navy", "Rose", "Magenta"];
const MOST = 50;

export function Colours() {
  return (
    <>
      <Typography variant="body2" color="text.secondary">
        A member keeps its colour whatever is filtered. By itself the eight go by the order of first sale; the ninth and
        later are grey.
      </Typography>
      {COLOURED.map(([dimension, title]) => (
        <Members key={dimension} dimension={dimension} title={title} />
      ))}
    </>
  );
}

function Members({ dimension, title }: { readonly dimension: string; readonly title: string }) {
  const { data, error } = useOptions(dimension, "", MOST);
  const { settings, change } = useSettings();
  const { mode, systemMode } = useColorScheme();
  const scheme: Scheme = (mode === "system" ? systemMode : mode) === "dark" ? "dark" : "light";
  return (
    <Box component="section" aria-label={title}>
      <Typography component="h3" variant="body2" sx={{ fontWeight: 600, mb: 0.5 }}>
        {title}
      </Typography>
      {error !== null && (
        <Typography variant="body2" color="text.secondary">
          {error.message}
        </Typography>
      )}
      <Box sx={{ display: "grid", gridTemplateColumns: { xs: "1fr", sm: "1fr 1fr" }, columnGap: 3, rowGap: 0.5 }}>
        {data?.found.map(({ value }, place) => (
          <Member
            key={value}
            name={value}
            slot={settings.colours[`${dimension}:${value}`] ?? place + 1}
            scheme={scheme}
            onChange={(slot) => {
              change({ colours: { ...settings.colours, [`${dimension}:${value}`]: slot } });
            }}
          />
        ))}
      </Box>
    </Box>
  );
}

interface MemberProps {
  readonly name: string;
  /** 1 to 8; higher is grey. */
  readonly slot: number;
  readonly scheme: Scheme;
  readonly onChange: (slot: number) => void;
}

function Member({ name, slot, scheme, onChange }: MemberProps) {
  return (
    <Box component="label" sx={{ display: "flex", alignItems: "center", gap: 1, minHeight: 32 }}>
      <svg width={16} height={16} aria-hidden="true">
        <rect width={16} height={16} rx={4} fill={slotColour(slot > SLOTS.length ? null : slot - 1, scheme)} />
      </svg>
      <Box component="span" sx={{ flex: 1, minWidth: 0 }}>
        {name}
      </Box>
      <Box
        component="select"
        value={slot > SLOTS.length ? "" : slot}
        onChange={(event) => {
          onChange(Number(event.target.value));
        }}
        sx={{ ...SELECT, height: 28, fontSize: 13 }}
      >
        {slot > SLOTS.length && <option value="">Grey</option>}
        {NAMES.map((colour, index) => (
          <option key={colour} value={index + 1}>
            {colour}
          </option>
        ))}
      </Box>
    </Box>
  );
}
