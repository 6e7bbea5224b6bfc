/** Two links to what is on screen. */
import { Box, Button, Typography } from "@mui/material";
import { useState } from "react";
import { useAnswered } from "../../api/windows";
import type { View } from "../../state/view";
import { useView } from "../../state/view-context";
import { Icon } from "../icons";
import { placeOf } from "../routes";
import { useLive } from "../live";
import { address, exactly } from "./links";
import { useLoaded } from "./use-loaded";

export default function SharePanel() {
  const { view } = useView();
  const exact = useExact();
  const { origin, pathname } = window.location;
  const isAsking = placeOf(pathname)?.route.isAsking === true;
  return (
    <Box sx={{ width: { xs: "100%", sm: 400 }, p: 2, display: "flex", flexDirection: "column", gap: 2 }}>
      <LinkRow
        title="Follows the data"
        note="Opens the same question on the newest data, whenever it is opened."
        href={address(origin, pathname, { ...view, version: null })}
      />
      <LinkRow
        title="These exact dates"
        note={
          isAsking
            ? "Opens these days, and says so if the data were loaded anew since."
            : "This page shows no period that dates could be of."
        }
        href={isAsking && exact ? address(origin, pathname, exact) : null}
        waiting={isAsking ? "The days are known when the page has its answer." : ""}
      />
    </Box>
  );
}

/** Null until the server has told the windows that the view means. */
function useExact(): View | null {
  const { view } = useView();
  const loaded = useLoaded();
  const { shown: version } = useLive();
  const answered = useAnswered();
  return loaded && version && answered ? exactly(view, { loaded, version, answered }) : null;
}

interface LinkRowProps {
  readonly title: string;
  readonly note: string;
  /** Null while it cannot be made. */
  readonly href: string | null;
  /** Why there is no link yet. */
  readonly waiting?: string;
}

function LinkRow({ title, note, href, waiting = "" }: LinkRowProps) {
  const [said, setSaid] = useState("");
  const copy = () => {
    navigator.clipboard.writeText(href ?? "").then(
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
      <Typography variant="caption" color="textSecondary" component="p">
        {note}
      </Typography>
      <Box sx={{ display: "flex", gap: 1, mt: 0.5 }}>
        <Box
          component="input"
          readOnly
          aria-label={`Link: ${title}`}
          disabled={href === null}
          value={href ?? ""}
          onFocus={(event) => {
            event.target.select();
          }}
          sx={FIELD}
        />
        <Button
          variant="outlined"
          disabled={href === null}
          onClick={copy}
          startIcon={said === "Copied" && <Icon name="check" size={16} />}
        >
          Copy
        </Button>
      </Box>
      <Typography variant="caption" role="status" component="p" sx={{ minHeight: 20 }}>
        {href === null ? waiting : said}
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
