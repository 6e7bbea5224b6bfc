/** The frame of every tile: its title, its window, and one look for each state. */
import { Alert, Box, Button, Paper, Skeleton, Typography } from "@mui/material";
import { useId, type ReactNode } from "react";
import type { Problem } from "../api/unwrap";
import type { TileState } from "./tile-state";

interface TileProps<Data> {
  readonly title: string;
  readonly subtitle: string;
  readonly state: TileState<Data>;
  readonly height: number;
  readonly onRetry: () => void;
  readonly children: (data: Data) => ReactNode;
}

export function Tile<Data>({ title, subtitle, state, height, onRetry, children }: TileProps<Data>) {
  const heading = useId();
  const isOld = state.kind === "ready" && state.isOld;
  return (
    <Paper component="section" variant="outlined" aria-labelledby={heading} aria-busy={isOld} sx={{ p: 2 }}>
      <Typography id={heading} component="h2" variant="subtitle1" sx={{ fontWeight: 600 }}>
        {title}
      </Typography>
      <Typography variant="body2" color="text.secondary" sx={{ mb: 1, minHeight: 20 }}>
        {subtitle}
      </Typography>
      <Box sx={{ minHeight: height, opacity: isOld ? 0.55 : 1, pointerEvents: isOld ? "none" : "auto" }}>
        <Content state={state} height={height} onRetry={onRetry}>
          {children}
        </Content>
      </Box>
    </Paper>
  );
}

type ContentProps<Data> = Pick<TileProps<Data>, "state" | "height" | "onRetry" | "children">;

function Content<Data>({ state, height, onRetry, children }: ContentProps<Data>) {
  switch (state.kind) {
    case "loading":
      return <Skeleton variant="rounded" height={height} aria-label="Loading" />;
    case "empty":
      return <Typography color="text.secondary">No sales in this period.</Typography>;
    case "notLoaded":
      return <Notice problem={state.problem} severity="info" />;
    case "failed":
      return <Notice problem={state.problem} requestId={state.requestId} severity="error" onRetry={onRetry} />;
    case "ready":
      return children(state.data);
  }
}

interface NoticeProps {
  readonly problem: Problem;
  readonly severity: "info" | "error";
  readonly requestId?: string | null;
  readonly onRetry?: () => void;
}

function Notice({ problem, severity, requestId, onRetry }: NoticeProps) {
  const again = onRetry && (
    <Button color="inherit" size="small" onClick={onRetry}>
      Try again
    </Button>
  );
  return (
    <Alert severity={severity} action={again}>
      {problem.message} {problem.hint}
      <Typography variant="caption" component="div">
        {problem.code}
        {requestId ? ` · request ${requestId}` : ""}
      </Typography>
    </Alert>
  );
}
