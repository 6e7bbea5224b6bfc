/** Rollups against sale lines: the last verification, and what may not answer because of it. */
import { Alert, Box, Typography } from "@mui/material";
import type { Block, Gap, Proof } from "../../api/diagnostics";
import { instant } from "../../format";
import { BlockPaper } from "./block";
import { gapWords, verdictOf } from "./data";

interface ProofBlockProps {
  readonly block: Block<Proof> | null;
  readonly zone: string;
}

export function ProofBlock({ block, zone }: ProofBlockProps) {
  return (
    <BlockPaper title="Rollup proof" subtitle="Every rollup against the sale lines" block={block} height={140}>
      {(proof) => (
        <Box sx={{ display: "grid", gap: 1 }}>
          <LastRun proof={proof} zone={zone} />
          <Gaps title="Withdrawn now: sale lines answer instead" gaps={proof.withdrawn} count={proof.withdrawnCount} />
          {proof.last !== null && (
            <Gaps title="Found then" gaps={proof.last.mismatches} count={proof.last.differences} />
          )}
          {proof.last?.copy?.gaps.map((gap) => (
            <Typography key={gap} variant="body2" sx={{ fontSize: 12 }}>
              Cluster: {gap}
            </Typography>
          ))}
        </Box>
      )}
    </BlockPaper>
  );
}

function LastRun({ proof: { last, isCurrent }, zone }: { readonly proof: Proof; readonly zone: string }) {
  if (last === null)
    return (
      <Alert severity="info">
        Not verified yet. Each load proves the months that it builds; <code>make verify</code> reads everything again.
      </Alert>
    );
  const { isGood, words } = verdictOf(last);
  return (
    <Alert severity={isGood ? "success" : "warning"}>
      {words}.
      <Typography variant="caption" component="div">
        {instant(last.at, zone)} · {(last.tookMs / 1000).toFixed(1)} s · version {last.version}
        {isCurrent ? " (the one in use)" : ", loads since then proved the months they built"}
      </Typography>
    </Alert>
  );
}

interface GapsProps {
  readonly title: string;
  readonly gaps: readonly Gap[];
  readonly count: number;
}

function Gaps({ title, gaps, count }: GapsProps) {
  if (count === 0) return null;
  const rest = count - gaps.length;
  return (
    <Box>
      <Typography component="h3" sx={{ fontSize: 12, fontWeight: 600 }}>
        {title}
      </Typography>
      <Box component="ul" sx={{ m: 0, pl: 2.5, fontSize: 12, maxHeight: 160, overflow: "auto" }} tabIndex={0}>
        {gaps.map((gap) => (
          <li key={`${gap.table} ${gap.day ?? gap.month} ${gap.measure ?? ""}`}>{gapWords(gap)}</li>
        ))}
        {rest > 0 && <li>and {rest} more</li>}
      </Box>
    </Box>
  );
}
