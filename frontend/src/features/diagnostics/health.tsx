/** Is it there and well? Each light has its word; a cluster that is not meant to be is grey. */
import { Box, Paper, Typography } from "@mui/material";
import type { Light, Tone } from "./data";

const COLOURS: Readonly<Record<Tone, string>> = {
  good: "primary.main",
  bad: "warning.main",
  idle: "text.disabled",
  unknown: "text.disabled",
};
const SIGNS: Readonly<Record<Tone, string>> = { good: "✓", bad: "!", idle: "–", unknown: "?" };

export function HealthRow({ lights }: { readonly lights: readonly Light[] }) {
  return (
    <Box
      component="ul"
      aria-label="Health"
      sx={{
        listStyle: "none",
        m: 0,
        p: 0,
        display: "grid",
        gap: 1.5,
        gridTemplateColumns: "repeat(auto-fit, minmax(min(220px, 100%), 1fr))",
      }}
    >
      {lights.map(({ label, tone, state, detail }) => (
        <Paper
          key={label}
          component="li"
          variant="outlined"
          data-tone={tone}
          sx={{ p: 1.5, display: "flex", gap: 1.5 }}
        >
          <Box
            aria-hidden="true"
            sx={{
              width: 28,
              height: 28,
              flex: "none",
              borderRadius: "50%",
              display: "grid",
              placeItems: "center",
              fontWeight: 700,
              border: "2px solid",
              borderColor: COLOURS[tone],
              color: COLOURS[tone],
            }}
          >
            {SIGNS[tone]}
          </Box>
          <Box sx={{ minWidth: 0 }}>
            <Typography sx={{ fontSize: 13, fontWeight: 600 }}>
              {label}: {state}
            </Typography>
            <Typography variant="body2" color="textSecondary" sx={{ fontSize: 12 }}>
              {detail}
            </Typography>
          </Box>
        </Paper>
      ))}
    </Box>
  );
}
