/** A button that goes somewhere among many; off where there is nowhere to go. */
import { Button } from "@mui/material";
import type { ReactNode } from "react";

interface StepProps<To> {
  readonly to: To | undefined;
  readonly onGo: (to: To) => void;
  readonly children: ReactNode;
}

export function Step<To>({ to, onGo, children }: StepProps<To>) {
  return (
    <Button
      size="small"
      disabled={to === undefined}
      onClick={() => {
        if (to !== undefined) onGo(to);
      }}
    >
      {children}
    </Button>
  );
}
