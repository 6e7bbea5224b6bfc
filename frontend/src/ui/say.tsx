/** Short messages to the reader: shown for some seconds, and spoken once by the page's polite live region. */
import { Snackbar, SnackbarContent } from "@mui/material";
import { createContext, use, useState, type ReactNode } from "react";

type Say = (text: string) => void;

const SayContext = createContext<Say>(() => undefined);

const SHOWN_MS = 6000;

/** Stands once round the whole page. */
export function Speaking({ children }: { readonly children: ReactNode }) {
  const [said, setSaid] = useState<{ readonly text: string; readonly isOpen: boolean }>({ text: "", isOpen: false });
  const [say] = useState<Say>(() => (text: string) => {
    setSaid({ text, isOpen: true });
  });
  return (
    <SayContext value={say}>
      {children}
      <Snackbar
        open={said.isOpen}
        autoHideDuration={SHOWN_MS}
        anchorOrigin={{ vertical: "bottom", horizontal: "center" }}
        onClose={(_, reason) => {
          if (reason !== "clickaway") setSaid({ ...said, isOpen: false });
        }}
      >
        <SnackbarContent role="status" message={said.text} />
      </Snackbar>
    </SayContext>
  );
}

export function useSay(): Say {
  return use(SayContext);
}
