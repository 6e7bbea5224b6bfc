/** What stands round every page: rail, heading, filter bar. */
import { Box, Typography } from "@mui/material";
import type { ReactNode } from "react";
import { Rail } from "./rail";
import type { Place } from "./routes";

interface FrameProps {
  readonly place: Place | null;
  readonly children: ReactNode;
}

export function Frame({ place, children }: FrameProps) {
  const title = place === null ? "Not found" : place.name || place.route.title;
  return (
    <Box sx={{ display: "flex", minHeight: "100vh" }}>
      <Rail current={place?.route ?? null} />
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <Box component="header" sx={{ height: 56, px: 3, display: "flex", alignItems: "center" }}>
          <Typography component="h1" variant="h6">
            {title}
          </Typography>
        </Box>
        <Box component="main" id="main" sx={{ px: { xs: 1, sm: 3 }, pb: 3 }}>
          {children}
        </Box>
      </Box>
    </Box>
  );
}
