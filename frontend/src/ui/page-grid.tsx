/** Places of tiles: twelve columns on a wide screen, six on a middle one, one below. */
import { Box } from "@mui/material";
import type { ReactNode } from "react";

export function PageGrid({ children }: { readonly children: ReactNode }) {
  return (
    <Box
      sx={{
        display: "grid",
        gap: 1.5,
        gridTemplateColumns: {
          xs: "minmax(0, 1fr)",
          sm: "repeat(6, minmax(0, 1fr))",
          lg: "repeat(12, minmax(0, 1fr))",
        },
      }}
    >
      {children}
    </Box>
  );
}

interface PlaceProps {
  /** Of twelve. */
  readonly wide: number;
  /** Of six. */
  readonly middle?: number;
  readonly children: ReactNode;
}

export function Place({ wide, middle = 6, children }: PlaceProps) {
  return (
    <Box sx={{ minWidth: 0, gridColumn: { xs: "1 / -1", sm: `span ${middle}`, lg: `span ${wide}` } }}>{children}</Box>
  );
}
