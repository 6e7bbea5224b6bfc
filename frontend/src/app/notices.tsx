/** What the reader has to know before the numbers: server away, data newer than the link, parts of the address dropped. */
import { Alert, Button } from "@mui/material";
import { useState } from "react";
import { dayInWords } from "../state/day-words";
import { useView } from "../state/view-context";
import { sentOf } from "./filter-bar/links";
import { momentInWords } from "./freshness";
import { useLive } from "./live";

export function Notices() {
  return (
    <>
      <Away />
      <Sent />
      <Dropped />
      <TooLong />
    </>
  );
}

function Away() {
  const { awaySince, shown, check, isChecking } = useLive();
  if (awaySince === null) return null;
  const since = new Date(awaySince).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const data = shown?.asOf ? `, showing data to ${momentInWords(shown.asOf)}` : "";
  return (
    <Alert
      severity="warning"
      role="status"
      data-chrome
      sx={ALERT}
      action={
        <Button color="inherit" onClick={check} disabled={isChecking}>
          Try again
        </Button>
      }
    >
      Offline since {since}
      {data}. It comes back by itself.
    </Alert>
  );
}

function Sent() {
  const { view, show } = useView();
  const sent = sentOf(view.version, useLive().shown);
  if (sent === null) return null;
  return (
    <Alert
      severity="info"
      sx={ALERT}
      onClose={() => {
        show({ version: null }, "replace");
      }}
    >
      Sent when data was of {sent.day ? dayInWords(sent.day) : "an earlier version"}; numbers may have changed.
    </Alert>
  );
}

function Dropped() {
  const { dropped, show } = useView();
  // remembered: the address is made clean, the notice stays until it is closed
  const [said, setSaid] = useState(dropped);
  if (dropped.length > 0 && dropped.join() !== said.join()) setSaid(dropped);
  if (said.length === 0) return null;
  return (
    <Alert
      severity="info"
      sx={ALERT}
      onClose={() => {
        show({}, "replace");
        setSaid([]);
      }}
    >
      This page does not know {said.map((part) => `“${part}”`).join(", ")} of the address; the rest is shown.
    </Alert>
  );
}

/** Nothing is cut silently: the page stays as it was. */
function TooLong() {
  const { isTooLong, view, show } = useView();
  if (!isTooLong) return null;
  return (
    <Alert
      severity="warning"
      data-chrome
      sx={ALERT}
      onClose={() => {
        show({ version: view.version }, "replace");
      }}
    >
      That would be too long for an address, so nothing was changed. Choose fewer members, exclude the others instead,
      or save this view under Views and go on from another.
    </Alert>
  );
}

const ALERT = { mb: 1.5, py: 0, alignItems: "center" } as const;
