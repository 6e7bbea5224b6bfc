/** Ratios that moved one way in all and the other way in each part, said where the whole alone would mislead. */
import { Box, Link as MuiLink, Typography } from "@mui/material";
import { Link } from "wouter";
import { useShell } from "../api/shell";
import { reversalSaid, type Reversal } from "./effects";

interface ReversalsProps {
  readonly reversals: readonly Reversal[];
  readonly dimension: string;
  /** Where the parts are. */
  readonly href: string;
}

export function Reversals({ reversals, dimension, href }: ReversalsProps) {
  const measures = useShell()?.measures;
  if (reversals.length === 0) return null;
  return (
    <Box role="note" sx={{ mt: 1, pl: 1, borderLeft: 3, borderColor: "warning.main" }}>
      {reversals.map((one) => (
        <Typography key={one.measure} variant="body2">
          {reversalSaid(one, measures?.get(one.measure)?.label, dimension)}{" "}
          <MuiLink component={href.startsWith("#") ? "a" : Link} href={href}>
            See each
          </MuiLink>
        </Typography>
      ))}
    </Box>
  );
}
