/** Third step: a load as it runs, and what became of it; the same for any load of the history. */
import { Alert, Box, Button, LinearProgress, Typography } from "@mui/material";
import { useState } from "react";
import { Failure } from "../../api/client";
import type { Load } from "../../api/load-types";
import { cancelLoad, quarantineUrl } from "../../api/loads";
import { count } from "../../format";
import { BalanceSheet, columnName } from "../../ui/balance-sheet";
import { HIDDEN } from "../../ui/delta";
import { useQuarantine } from "../../ui/quarantine";
import { useSay } from "../../ui/say";
import { headlineOf, isRunning, PHASES, progressWords, spokenOf } from "./data";
import { ReplacedDays } from "./replaced-days";
import { useLoad } from "./use-load";

interface LoadViewProps {
  readonly id: string;
  readonly currency: string;
  readonly onEnded: () => void;
  readonly onClose: () => void;
}

export function LoadView({ id, currency, onEnded, onClose }: LoadViewProps) {
  const { load, failure } = useLoad(id, onEnded);
  return (
    <Box sx={{ display: "grid", gap: 2 }}>
      {failure !== null && (
        <Alert severity="error">
          {failure.message} {failure.hint}
        </Alert>
      )}
      {load !== null && (
        <>
          <Typography variant="subtitle1" component="h3">
            {headlineOf(load)}
          </Typography>
          {isRunning(load) ? <Running load={load} /> : <Ended load={load} currency={currency} />}
        </>
      )}
      {(load === null || !isRunning(load)) && (
        <Box>
          <Button variant="outlined" onClick={onClose}>
            Add another file
          </Button>
        </Box>
      )}
    </Box>
  );
}

function Running({ load }: { readonly load: Load }) {
  const { progress } = load;
  const at = PHASES.findIndex(({ phase }) => phase === (progress?.phase ?? "reading"));
  return (
    <Box sx={{ display: "grid", gap: 1 }}>
      <Box role="status" sx={HIDDEN}>
        {spokenOf(progress)}
      </Box>
      <Box component="ol" sx={{ m: 0, p: 0, listStyle: "none", display: "grid", gap: 1 }}>
        {PHASES.map(({ phase, title }, place) => (
          <Box component="li" key={phase} aria-current={place === at ? "step" : undefined}>
            <Typography variant="body2" color={place > at ? "textSecondary" : "textPrimary"}>
              {place < at ? "✓ " : ""}
              {title}
              {place === at && <span data-progress=""> · {progressWords(progress)}</span>}
            </Typography>
            <LinearProgress aria-label={title} variant="determinate" value={shareOf(place, at, progress?.share ?? 0)} />
          </Box>
        ))}
      </Box>
      <Cancel load={load} />
    </Box>
  );
}

function shareOf(place: number, at: number, share: number): number {
  if (place === at) return Math.round(share * 100);
  return place < at ? 100 : 0;
}

function Cancel({ load: { id, state, cancellable } }: { readonly load: Load }) {
  const say = useSay();
  const [isAsked, setAsked] = useState(false);
  return (
    <Box>
      <Button
        color="warning"
        variant="outlined"
        disabled={!cancellable || isAsked}
        onClick={() => {
          setAsked(true);
          cancelLoad(id).catch((error: unknown) => {
            say(error instanceof Failure ? error.message : "The load could not be stopped.");
          });
        }}
      >
        {isAsked || state === "stopping" ? "Stopping" : "Cancel"}
      </Button>{" "}
      <Typography variant="caption" color="textSecondary">
        {cancellable ? "Until it is published, a cancelled load leaves nothing." : "It is too late to cancel."}
      </Typography>
    </Box>
  );
}

function Ended({ load, currency }: { readonly load: Load; readonly currency: string }) {
  const { balance, replaced } = load;
  return (
    <Box sx={{ display: "grid", gap: 2 }}>
      <Trouble load={load} />
      {balance !== null && <BalanceSheet balance={balance} currency={currency} />}
      <Unparsable cells={load.unparsable} />
      <Quarantine load={load} />
      {replaced.length > 0 && <ReplacedDays days={replaced} count={replaced.length} currency={currency} />}
      <Typography variant="body2" color="textSecondary">
        {placeWords(load)}
      </Typography>
    </Box>
  );
}

/** Cells that hold no number are no part of the money, and so they are counted apart. */
function Unparsable({ cells }: { readonly cells: Load["unparsable"] }) {
  const counted = Object.entries(cells).filter(([, cellCount]) => cellCount > 0);
  if (counted.length === 0) return null;
  const words = counted.map(([column, cellCount]) => `${columnName(column)} ${count(cellCount)}`).join(", ");
  return <Typography variant="body2">Cells without a number, not part of the money: {words}.</Typography>;
}

function placeWords({ days, version }: Load): string {
  const parts = [
    days === null ? "" : `Days ${days[0]} to ${days[1]}`,
    version === null ? "" : `data version ${version}`,
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

/** Whatever kept the load from being plainly loaded. */
function Trouble({ load: { error, state, published } }: { readonly load: Load }) {
  return (
    <>
      {error !== null && (
        <Alert severity={state === "cancelled" ? "info" : "error"} role="alert">
          <strong>{error.message}</strong> {error.hint}
          <Typography variant="caption" component="div">
            {error.code}
          </Typography>
        </Alert>
      )}
      {state === "unchanged" && (
        <Alert severity="info">This very file is loaded already, read the same way; nothing changed.</Alert>
      )}
      {published?.error && (
        <Alert severity="error">
          The store holds the load, but Druid does not yet: {published.error.message} {published.error.hint}
        </Alert>
      )}
    </>
  );
}

function Quarantine({ load: { id, quarantine, error } }: { readonly load: Load }) {
  const save = useQuarantine(id);
  if (quarantine === null && !error?.quarantineOf) return null;
  const button = (
    <Button color="inherit" component="a" href={quarantineUrl(id)} download onClick={save}>
      Download quarantine
    </Button>
  );
  return (
    <Alert severity="warning" action={button}>
      {linesWords(quarantine?.lines ?? null)} set aside, each with what is wrong. Correct them in the file and load it
      here: they find their way back.
    </Alert>
  );
}

function linesWords(lines: number | null): string {
  if (lines === null) return "Its lines were";
  return lines === 1 ? "1 line was" : `${count(lines)} lines were`;
}
