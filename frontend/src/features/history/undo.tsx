/** Takes the newest load back, after it was asked whether that is meant. */
import { Button, Dialog, DialogActions, DialogContent, DialogContentText, DialogTitle } from "@mui/material";
import { useState } from "react";
import { Failure } from "../../api/client";
import { undoLoad } from "../../api/loads";
import type { Load } from "../../api/load-types";
import { count } from "../../format";
import { useSay } from "../../ui/say";

interface UndoProps {
  readonly newest: Load;
  readonly isBusy: boolean;
  readonly onUndone: (id: string) => void;
}

export function Undo({ newest, isBusy, onUndone }: UndoProps) {
  const [isOpen, setOpen] = useState(false);
  const say = useSay();
  const close = (): void => {
    setOpen(false);
  };
  const undo = (): void => {
    close();
    undoLoad(newest.loadId ?? "").then(
      ({ id }) => {
        onUndone(id);
      },
      (error: unknown) => {
        say(error instanceof Failure ? `${error.message} ${error.hint ?? ""}` : "The undo could not be started.");
      },
    );
  };
  return (
    <>
      <Button
        variant="outlined"
        disabled={isBusy}
        onClick={() => {
          setOpen(true);
        }}
      >
        Undo the newest load
      </Button>
      <Dialog open={isOpen} onClose={close} aria-labelledby="undo-title">
        <DialogTitle id="undo-title">Take {newest.file} back?</DialogTitle>
        <DialogContent>
          <DialogContentText>
            The state before this load becomes the newest version: its {count(newest.balance?.lines.loaded)} lines are
            gone from every page, and what it replaced is back. The file can be loaded again.
          </DialogContentText>
        </DialogContent>
        <DialogActions>
          <Button onClick={close} autoFocus>
            Keep it
          </Button>
          <Button color="warning" variant="contained" onClick={undo}>
            Undo the load
          </Button>
        </DialogActions>
      </Dialog>
    </>
  );
}
