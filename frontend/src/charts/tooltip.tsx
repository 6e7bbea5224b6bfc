/** What is known of one mark, in text nodes: a name that is markup is only text. The pointer may rest on it. */
import { Box, Paper, Typography } from "@mui/material";
import type { PointText } from "./point-text";

interface TooltipProps {
  readonly text: PointText;
  /** Pixels in the plot, and how wide it is. */
  readonly at: { readonly x: number; readonly y: number };
  readonly width: number;
  readonly isPinned: boolean;
}

const WIDTH = 250;
const GAP = 14;

export function Tooltip({ text, at, width, isPinned }: TooltipProps) {
  const room = Math.min(WIDTH, width - 16);
  const isRight = at.x + GAP + room <= width;
  const left = isRight ? at.x + GAP : Math.max(4, at.x - GAP - room);
  return (
    <Paper
      elevation={6}
      aria-hidden={!isPinned}
      data-chart-tooltip=""
      sx={{
        position: "absolute",
        zIndex: 3,
        top: 4,
        left,
        width: room,
        p: 1,
        px: 1.25,
        cursor: "auto",
        border: 1,
        borderColor: isPinned ? "primary.main" : "divider",
      }}
    >
      <Typography variant="caption" component="p" sx={{ fontWeight: 600, overflowWrap: "anywhere" }}>
        {text.head}
      </Typography>
      {text.rows.map(({ name, text: value, value: exact, look }, index) => (
        <Box
          key={`${name} ${index}`}
          sx={{ display: "flex", gap: 1, justifyContent: "space-between", typography: "caption" }}
        >
          <Box component="span" sx={{ color: "text.secondary", minWidth: 0, overflowWrap: "anywhere" }}>
            {name}
          </Box>
          <Box
            component="data"
            value={exact === null ? "" : String(exact)}
            sx={{ fontVariantNumeric: "tabular-nums", whiteSpace: "nowrap", fontWeight: look === "now" ? 600 : 400 }}
          >
            {value}
          </Box>
        </Box>
      ))}
      {text.note !== null && (
        <Typography variant="caption" component="p" color="text.secondary">
          {text.note}
        </Typography>
      )}
    </Paper>
  );
}
