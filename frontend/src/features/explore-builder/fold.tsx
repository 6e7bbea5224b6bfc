/** The builder beside its answer; on a narrow screen folded above it, so that the answer is seen first. */
import { Button, Collapse, useMediaQuery, type Theme } from "@mui/material";
import { useId, useState, type ReactNode } from "react";

export function BuilderFold({ children }: { readonly children: ReactNode }) {
  const isNarrow = useMediaQuery((theme: Theme) => theme.breakpoints.down("md"));
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  if (!isNarrow) return children;
  return (
    <div>
      <Button
        fullWidth
        variant="outlined"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => {
          setOpen(!isOpen);
        }}
        sx={{ minHeight: 44, mb: isOpen ? 1 : 0 }}
      >
        {isOpen ? "Fold the question" : "Change the question"}
      </Button>
      <Collapse in={isOpen} id={id} unmountOnExit>
        {children}
      </Collapse>
    </div>
  );
}
