/** How far a load is that another process does: its phase, a bar and the same in words. */
import { LinearProgress, Typography } from "@mui/material";
import type { Progress } from "../../api/load-types";
import { PHASES, progressWords } from "./data";

export function FarAlong({ progress }: { readonly progress: Progress }) {
  const title = PHASES.find(({ phase }) => phase === progress.phase)?.title ?? "Load";
  return (
    <>
      <Typography variant="body2" data-progress="" sx={{ mt: 0.5 }}>
        {title} · {progressWords(progress)}
      </Typography>
      <LinearProgress
        aria-label={title}
        variant="determinate"
        value={Math.round((progress.share ?? 0) * 100)}
        sx={{ mt: 0.5 }}
      />
    </>
  );
}
