/** The headline figures and what changed, each at full precision for whoever copies or hears it. */
import { Box, Typography } from "@mui/material";
import type { Change, Figure } from "./data";

const LOOK = {
  up: { mark: "▲", color: "primary.main", word: "more than before" },
  down: { mark: "▼", color: "warning.main", word: "less than before" },
  level: { mark: "=", color: "text.secondary", word: "as before" },
} as const;

export function Headline({ figures }: { readonly figures: readonly Figure[] }) {
  return (
    <Box
      sx={{
        display: "grid",
        gap: 2,
        gridTemplateColumns: { xs: "repeat(2, 1fr)", sm: "repeat(3, 1fr)", lg: "repeat(6, 1fr)" },
      }}
    >
      {figures.map((figure) => (
        <Box key={figure.name}>
          <Typography variant="body2" color="text.secondary">
            {figure.name}
          </Typography>
          <Typography variant="h5" component="p" sx={{ fontVariantNumeric: "tabular-nums", whiteSpace: "nowrap" }}>
            <data value={figure.value ?? ""} title={figure.value === null ? undefined : String(figure.value)}>
              {figure.shown}
            </data>
          </Typography>
          <Delta change={figure.change} />
        </Box>
      ))}
    </Box>
  );
}

function Delta({ change }: { readonly change: Change | null }) {
  if (change === null) {
    return (
      <Typography variant="body2" color="text.secondary">
        nothing to compare with
      </Typography>
    );
  }
  const { mark, color, word } = LOOK[change.direction];
  return (
    <Typography variant="body2" sx={{ color }} aria-label={`${change.text}, ${word}`}>
      <span aria-hidden="true">{mark}</span> {change.text}
    </Typography>
  );
}
