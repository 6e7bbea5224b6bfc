/** Which of the eight fixed colours each branch and product line has. */
import { Box, Typography } from "@mui/material";
import { useColorScheme } from "@mui/material/styles";
import { ShellPageDocument } from "../../../api/gen/operations";
import { usePageQuery } from "../../../api/page-query";
import { useShell, type Shell } from "../../../api/shell";
import { SLOTS, slotColour, type Scheme } from "../../../charts/palette";
import { useSettings } from "../../../state/settings-context";
import { NAMED_NOWHERE } from "../../../words";
import { SELECT } from "./fields";

const COLOURED = [
  ["branch", "Branches"],
  ["productLine", "Product lines"],
] as const;

const NAMES = ["Blue", "Ochre", "Plum", "Teal", "Olive", "Navy", "Rose", "Magenta"];
const MOST = 50;
const VARIABLES = {};

export function Colours() {
  const { data, failure } = usePageQuery(ShellPageDocument, VARIABLES);
  const shell = useShell();
  return (
    <>
      <Typography variant="body2" color="textSecondary">
        A member keeps its colour whatever is filtered. By itself the eight go by the order of first sale; the ninth and
        later are grey.
      </Typography>
      {shell === null && (
        <Typography variant="body2" color="textSecondary">
          {failure?.message ?? (data === null ? "" : "Nothing was loaded yet.")}
        </Typography>
      )}
      {shell !== null &&
        COLOURED.map(([dimension, title]) => (
          <Members key={dimension} dimension={dimension} title={title} members={shell.members[dimension]} />
        ))}
    </>
  );
}

interface MembersProps {
  readonly dimension: keyof Shell["members"];
  readonly title: string;
  readonly members: readonly string[];
}

function Members({ dimension, title, members }: MembersProps) {
  const { settings, change } = useSettings();
  const { mode, systemMode } = useColorScheme();
  const scheme: Scheme = (mode === "system" ? systemMode : mode) === "dark" ? "dark" : "light";
  return (
    <Box component="section" aria-label={title}>
      <Typography component="h3" variant="body2" sx={{ fontWeight: 600, mb: 0.5 }}>
        {title}
      </Typography>
      {members.length === 0 && (
        <Typography variant="body2" color="textSecondary">
          {NAMED_NOWHERE}
        </Typography>
      )}
      <Box sx={{ display: "grid", gridTemplateColumns: { xs: "1fr", sm: "1fr 1fr" }, columnGap: 3, rowGap: 0.5 }}>
        {members.slice(0, MOST).map((name, place) => (
          <Member
            key={name}
            name={name}
            slot={settings.colours[`${dimension}:${name}`] ?? place + 1}
            scheme={scheme}
            onChange={(slot) => {
              change({ colours: { ...settings.colours, [`${dimension}:${name}`]: slot } });
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
