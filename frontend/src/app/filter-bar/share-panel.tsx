/** Two links to what is on screen. */
import { Box, Button, Typography } from "@mui/material";
import { useState } from "react";
import { useAnswered } from "../../api/windows";
import { useView } from "../../state/view-context";
import { Icon } from "../icons";
import { useLive } from "../live";
import { address, exactly } from "./links";
import { useLoaded } from "./use-loaded";

export default function SharePanel() {
  const { view } = useView();
  const loaded = useLoaded();
  const { shown: version } = useLive();
  const answered = useAnswered();
  const { origin, pathname } = window.location;
  const exact = loaded && version && exactly(view, { loaded, version, answered });
  return (
    <Box sx={{ width: { xs: "100%", sm: 400 }, p: 2, display: "flex", flexDirection: "column", gap: 2 }}>
      <LinkRow
        title="Follows the data"
        note="Opens the same question on the newest data, whenever it is opened."
        href={address(origin, pathname, { ...view, version: null })}
      />
      {exact && (
        <LinkRow
          title="These exact dates"
          note="Opens these days, and says so if the data were loaded anew since."
          href={address(origin, pathname, exact)}
        />
      )}
    </Box>
  );
}

interface LinkRowProps {
  readonly title: string;
  readonly note: string;
  readonly href: string;
}

function LinkRow({ title, note, href }: LinkRowProps) {
  const [said, setSaid] = useState("");
  const copy = () => {
    navigator.clipboard.writeText(href).then(
      () => {
        setSaid("Copied");
      },
      () => {
        setSaid("Select the link and copy it: the browser does not allow it here.");
      },
    );
  };
  return (
    <Box role="group" aria-label={title}>
      <Typography variant="body2" sx={{ fontWeight: 600 }}>
        {title}
      </Typography>
      <Typography variant="caption" color="text.secondary" component="p">
        {note}
      </Typography>
      <Box sx={{ display: "flex", gap: 1, mt: 0.5 }}>
        <Box
          component="input"
          readOnly
          aria-label={`Link: ${title}`}
          value={href}
          onFocus={(event) => {
            event.target.select();
          }}
          sx={FIELD}
        />
        <Button variant="outlined" onClick={copy} startIcon={said === "Copied" && <Icon name="check" size={16} />}>
          Copy
        </Button>
      </Box>
      <Typography variant="caption" role="status" component="p" sx={{ minHeight: 20 }}>
        {said}
      </Typography>
    </Box>
  );
}

const FIELD = {
  flex: 1,
  minWidth: 0,
  font: "inherit",
  fontSize: 12,
  color: "text.primary",
  bgcolor: "background.default",
  border: 1,
  borderColor: "divider",
  borderRadius: 1,
  px: 1,
  textOverflow: "ellipsis",
} as const;
