/** A moment as its local day: copied and read by machines as the answer gives it; a null with its reason. */
import { Box } from "@mui/material";
import { date } from "../format";
import { useMeta } from "./answer-context";
import { Figure } from "./figure";

interface DayProps {
  readonly value: string | null;
  readonly reason?: string | null | undefined;
}

export function Day({ value, reason }: DayProps) {
  const zone = useMeta()?.period?.timezone ?? "Africa/Nairobi";
  if (value === null) return <Figure value={null} kind="date" reason={reason} />;
  return (
    <Box component="data" value={value} title={value} sx={{ whiteSpace: "nowrap", fontVariantNumeric: "tabular-nums" }}>
      {date(value, zone)}
    </Box>
  );
}
