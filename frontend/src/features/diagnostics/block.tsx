/** The frame of a block: what it is, what it says, or why it failed; its neighbours are not touched by that. */
import { Alert, Box, Paper, Skeleton, Typography } from "@mui/material";
import { useId, type ReactNode } from "react";
import type { Block } from "../../api/diagnostics";

interface BlockPaperProps<Data> {
  readonly title: string;
  readonly subtitle?: string;
  /** Null while nothing is known. */
  readonly block: Block<Data> | null;
  readonly height: number;
  readonly children: (data: Data) => ReactNode;
}

export function BlockPaper<Data>({ title, subtitle, block, height, children }: BlockPaperProps<Data>) {
  const heading = useId();
  return (
    <Paper component="section" variant="outlined" aria-labelledby={heading} sx={{ p: 2, minWidth: 0, height: "100%" }}>
      <Typography id={heading} component="h2" sx={{ fontSize: 15, fontWeight: 600 }}>
        {title}
      </Typography>
      <Typography variant="body2" color="textSecondary" sx={{ fontSize: 12, minHeight: 18, mb: 1 }}>
        {subtitle}
      </Typography>
      <Box sx={{ minHeight: height }}>
        {block === null && <Skeleton variant="rounded" height={height} />}
        {block?.data && children(block.data)}
        {block?.error && (
          <Alert severity="warning">
            {block.error.message} {block.error.hint}
            <Typography variant="caption" component="div">
              {block.error.code}
            </Typography>
          </Alert>
        )}
      </Box>
    </Paper>
  );
}
