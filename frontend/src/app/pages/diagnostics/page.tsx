/** Diagnostics: is it right, fast and fresh? Looks again every ten seconds; works while the server does not. */
import { Alert, Box } from "@mui/material";
import { useQuery } from "@tanstack/react-query";
import { diagnostics, druidHealth, health, type Diagnostics } from "../../../api/diagnostics";
import type { Failure } from "../../../api/client";
import { CoverageBlock } from "../../../features/diagnostics/coverage";
import { lightsOf } from "../../../features/diagnostics/data";
import { EngineBlock, MemoryBlock, VersionsBlock } from "../../../features/diagnostics/facts";
import { HealthRow } from "../../../features/diagnostics/health";
import { ProofBlock } from "../../../features/diagnostics/proof";
import { SlowBlock } from "../../../features/diagnostics/slow";
import { dateFormat } from "../../../intl";
import { PageGrid, Place } from "../../../ui/page-grid";

export default function DiagnosticsPage() {
  const told = useQuery(diagnostics);
  const lights = lightsOf(useQuery(health), useQuery(druidHealth), told);
  return (
    <Box sx={{ display: "grid", gap: 1.5 }}>
      {told.error !== null && <Away failure={told.error} seenAt={told.data ? told.dataUpdatedAt : null} />}
      <HealthRow lights={lights} />
      <Blocks {...(told.data ?? NOTHING)} />
    </Box>
  );
}

/** Before the first answer nothing is known of any block. */
const NOTHING = { versions: null, engine: null, coverage: null, proof: null, cache: null, slow: null };

type BlocksProps = { readonly [Name in Exclude<keyof Diagnostics, "loader">]: Diagnostics[Name] | null };

function Blocks({ versions, engine, coverage, proof, cache, slow }: BlocksProps) {
  const zone = versions?.data?.timezone ?? "UTC";
  return (
    <PageGrid>
      <Place wide={12}>
        <CoverageBlock block={coverage} />
      </Place>
      <Place wide={6}>
        <ProofBlock block={proof} zone={zone} />
      </Place>
      <Place wide={6}>
        <VersionsBlock block={versions} />
      </Place>
      <Place wide={12}>
        <SlowBlock block={slow} zone={zone} />
      </Place>
      <Place wide={6}>
        <MemoryBlock block={cache} />
      </Place>
      <Place wide={6}>
        <EngineBlock block={engine} />
      </Place>
    </PageGrid>
  );
}

interface AwayProps {
  readonly failure: Failure;
  readonly seenAt: number | null;
}

function Away({ failure, seenAt }: AwayProps) {
  const time = dateFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  return (
    <Alert severity="warning">
      {failure.message} {failure.hint}{" "}
      {seenAt === null ? "" : `What is below was true at ${time.format(new Date(seenAt))}. `}
      Asked again every ten seconds.
    </Alert>
  );
}
