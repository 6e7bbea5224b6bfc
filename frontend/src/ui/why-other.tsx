/** Why part of a change is in no effect of its own: units or days that were never loaded, as the answer says. */
import { Typography } from "@mui/material";
import type { Meta } from "../api/unwrap";

const CODES: readonly string[] = ["UNITS_NOT_LOADED", "BASE_PARTIAL"];

interface WhyOtherProps {
  readonly meta: Meta;
  readonly dimension: string;
}

export function WhyOther({ meta, dimension }: WhyOtherProps) {
  const said = meta.warnings.filter(
    ({ code, field }) => CODES.includes(code) && (field === "parts" || field === dimension),
  );
  return said.map(({ code, message }) => (
    <Typography key={code} role="note" variant="body2" color="textSecondary" sx={{ mt: 1 }}>
      {message}
    </Typography>
  ));
}
