/** For which days a file is complete: a day without a sale among them then counts as such, not as one not loaded. */
import { Box, Button, TextField, Typography } from "@mui/material";
import { useId } from "react";
import type { Span } from "./covered";
import type { Covering } from "./use-covered";

export function CoveredDays({ covering: { found, said, problem, say } }: { readonly covering: Covering }) {
  const help = useId();
  const field = (part: keyof Span, label: string) => (
    <TextField
      type="date"
      size="small"
      label={label}
      value={said[part]}
      error={problem !== null}
      onChange={({ target }) => {
        say({ ...said, [part]: target.value });
      }}
      slotProps={{ inputLabel: { shrink: true }, htmlInput: { "aria-describedby": help } }}
    />
  );
  const isChanged = said.first !== found.first || said.last !== found.last;
  return (
    <Box component="fieldset" sx={{ m: 0, p: 0, border: 0, display: "grid", gap: 1, minWidth: 0 }}>
      <Typography component="legend" variant="subtitle2" sx={{ p: 0, mb: 1 }}>
        These days are complete
      </Typography>
      <Box sx={{ display: "flex", flexWrap: "wrap", alignItems: "center", gap: 1 }}>
        {field("first", "From")}
        {field("last", "To")}
        {isChanged && (
          <Button
            onClick={() => {
              say(null);
            }}
          >
            Days of the file
          </Button>
        )}
      </Box>
      <Typography id={help} variant="body2" color={problem === null ? "textSecondary" : "error"} role="status">
        {problem ??
          "A day among them without a sale counts as a day of no sales, not as one that is not loaded. Take in days before the first or after the last sale when the file speaks for them, too."}
      </Typography>
    </Box>
  );
}
