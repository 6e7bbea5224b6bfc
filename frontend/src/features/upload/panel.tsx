/** Add a file in three steps: choose, check, load. Nothing changes before the last one. */
import { Alert, Box, Paper, Typography } from "@mui/material";
import { useId, useState } from "react";
import { Failure } from "../../api/client";
import type { Loads } from "../../api/load-types";
import { startLoad } from "../../api/loads";
import { useSay } from "../../ui/say";
import { Choose } from "./choose";
import { LoadView } from "./load-view";
import { useCheck, type Checking } from "./use-check";
import { Verdict } from "./verdict";

interface UploadPanelProps {
  readonly uploads: Loads["uploads"];
  readonly currency: string;
  /** The load on show, by its id in the address. */
  readonly shown: string | null;
  readonly onShow: (id: string | null) => void;
  readonly onEnded: () => void;
}

const STEPS = ["Choose", "Check", "Load"] as const;

export function UploadPanel({ uploads, currency, shown, onShow, onEnded }: UploadPanelProps) {
  const heading = useId();
  const checking = useCheck();
  return (
    <Paper component="section" variant="outlined" aria-labelledby={heading} sx={{ p: 2, display: "grid", gap: 2 }}>
      <Box sx={{ display: "flex", flexWrap: "wrap", alignItems: "baseline", columnGap: 3 }}>
        <Typography id={heading} variant="subtitle1" component="h2" sx={{ fontWeight: 600 }}>
          Add a file
        </Typography>
        <Steps at={stepOf(shown, checking)} />
      </Box>
      {shown === null ? (
        <NewFile checking={checking} uploads={uploads} currency={currency} onShow={onShow} />
      ) : (
        <LoadView
          key={shown}
          id={shown}
          currency={currency}
          onEnded={onEnded}
          onClose={() => {
            onShow(null);
          }}
        />
      )}
    </Paper>
  );
}

type NewFileProps = Pick<UploadPanelProps, "uploads" | "currency" | "onShow"> & { readonly checking: Checking };

function NewFile({ checking, uploads, currency, onShow }: NewFileProps) {
  const say = useSay();
  const [isStarting, setStarting] = useState(false);
  const { check } = checking;
  const load = (covers: string | null): void => {
    const upload = check.checked?.upload?.id;
    if (upload === undefined) return;
    setStarting(true);
    startLoad({ upload, mapping: check.mapping, mode: check.mode, covers })
      .then(
        ({ id }) => {
          checking.reset();
          onShow(id);
        },
        (error: unknown) => {
          say(error instanceof Failure ? `${error.message} ${error.hint ?? ""}` : "The load could not be started.");
        },
      )
      .finally(() => {
        setStarting(false);
      });
  };
  if (!uploads.isOn)
    return <Alert severity="info">{uploads.reason} Load files with: python -m ingestion load FILE</Alert>;
  if (check.name === null) return <Choose maxBytes={uploads.maxBytes} onChoose={checking.send} />;
  return <Verdict checking={checking} currency={currency} isStarting={isStarting} onLoad={load} />;
}

function stepOf(shown: string | null, { check }: Checking): number {
  if (shown !== null) return 2;
  return check.name === null ? 0 : 1;
}

function Steps({ at }: { readonly at: number }) {
  return (
    <Box component="ol" sx={{ display: "flex", gap: 2, m: 0, p: 0, listStyle: "none", fontSize: 13 }}>
      {STEPS.map((step, place) => (
        <Box
          component="li"
          key={step}
          aria-current={place === at ? "step" : undefined}
          sx={{
            color: place === at ? "primary.main" : "text.secondary",
            fontWeight: place === at ? 600 : 400,
          }}
        >
          {place + 1}. {step}
        </Box>
      ))}
    </Box>
  );
}
