/** What a tile holds in each of its states. Empty, never loaded and zero never look alike. */
import { Alert, Box, Button, Skeleton, Typography } from "@mui/material";
import { useEffect, useState, type ReactNode } from "react";
import { Link } from "wouter";
import type { Problem } from "../api/client";
import type { Meta } from "../api/unwrap";
import { AFTER, withKeys } from "../state/extra";
import { useLink, useView } from "../state/view-context";
import { EmptyNotice } from "./empty-notice";
import type { TileState } from "./tile-state";

interface TileContentProps<Data> {
  readonly state: TileState<Data>;
  readonly height: number;
  readonly none?: string | undefined;
  readonly onRetry: () => void;
  readonly children: (data: Data, meta: Meta) => ReactNode;
}

export function TileContent<Data>({ state, height, none, onRetry, children }: TileContentProps<Data>) {
  switch (state.kind) {
    case "loading":
      return <Loading height={height} />;
    case "empty":
      return <EmptyNotice meta={state.meta} none={none} />;
    case "notLoaded":
      return <NotLoaded problem={state.problem} height={height} />;
    case "failed":
      return <Failed problem={state.problem} requestId={state.requestId} onRetry={onRetry} />;
    case "ready":
      return children(state.data, state.meta);
  }
}

const SOON_MS = 120;

/** An answer that comes at once shows no skeleton at all. */
function Loading({ height }: { readonly height: number }) {
  const [isShown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      setShown(true);
    }, SOON_MS);
    return () => {
      clearTimeout(timer);
    };
  }, []);
  return (
    <Box role="status" aria-label="Loading" sx={{ height }}>
      {isShown && <Skeleton variant="rounded" height={height} />}
    </Box>
  );
}

const HATCHED = "repeating-linear-gradient(135deg, var(--mui-palette-action-hover) 0 6px, transparent 6px 12px)";

function NotLoaded({ problem, height }: { readonly problem: Problem; readonly height: number }) {
  const link = useLink();
  return (
    <Box
      data-state="not-loaded"
      sx={{
        minHeight: height,
        display: "grid",
        placeContent: "center",
        gap: 1,
        p: 2,
        textAlign: "center",
        borderRadius: 1,
        backgroundImage: HATCHED,
      }}
    >
      <Typography variant="body2">
        {problem.message} {problem.code === "NO_DATA" ? "" : problem.hint}
      </Typography>
      <Box>
        <Button size="small" variant="outlined" component={Link} href={link("/data")}>
          {problem.code === "NO_DATA" ? "Load a file" : "See what is loaded"}
        </Button>
      </Box>
    </Box>
  );
}

interface FailedProps {
  readonly problem: Problem;
  readonly requestId: string | null;
  readonly onRetry: () => void;
}

function Failed({ problem, requestId, onRetry }: FailedProps) {
  const { view, show } = useView();
  const isPageGone = problem.code === "INVALID_CURSOR";
  // nor does asking again make anybody's key a greater one
  const isAllowed = problem.code !== "FORBIDDEN";
  // another version of the data has other rows on that page: asking again cannot help
  const again = (
    <Button
      color="inherit"
      size="small"
      onClick={isPageGone ? () => void show({ extra: withKeys(view, { [AFTER]: [] }) }, "replace") : onRetry}
    >
      {isPageGone ? "First rows" : "Try again"}
    </Button>
  );
  return (
    <Alert severity={isAllowed ? "error" : "info"} action={isAllowed && again} sx={{ overflowWrap: "anywhere" }}>
      {problem.message} {problem.hint}
      <Typography variant="caption" component="div">
        {problem.code}
        {requestId ? ` · request ${requestId}` : ""}
      </Typography>
    </Alert>
  );
}
