/** Explore: any question of the catalog, in one place. It runs when it changes; the address is the question. */
import { Alert, Box, Button, Skeleton } from "@mui/material";
import { useIsFetching, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo, useState } from "react";
import { ExplorePageDocument } from "../../../api/gen/operations";
import { tileOf, usePageQuery } from "../../../api/page-query";
import { useShell, type Shell } from "../../../api/shell";
import { usualDimension } from "../../../api/usual-dimension";
import { BuilderFold } from "../../../features/explore-builder/fold";
import { ExploreBuilder } from "../../../features/explore-builder/panel";
import { grainLabel, settled, shapeChoices } from "../../../features/explore-builder/reasons";
import { ShapeSwitch } from "../../../features/explore-builder/shape-switch";
import { ExploreResult } from "../../../features/explore-result/panel";
import { argumentsOf, isDrawn } from "../../../features/explore-result/question";
import { explorationOf, extraOf, isGrain, keptSort, type Exploration } from "../../../state/exploration";
import { questionOf, useView } from "../../../state/view-context";
import { useDebounced } from "./use-debounced";

const STILL_MS = 300;
const NAME = "ExplorePage";

export default function ExplorePage() {
  const { view, show } = useView();
  const shell = useShell();
  const usual = usualDimension(shell);
  const asked = useMemo(() => {
    const given = explorationOf(view.extra, usual);
    // a link may ask for a form that the builder would not offer
    return settled(given, given);
  }, [view.extra, usual]);
  const variables = useMemo(() => ({ ...questionOf(view), ...argumentsOf(asked, view.sort) }), [view, asked]);
  const still = useDebounced(variables, STILL_MS);
  const page = usePageQuery(ExplorePageDocument, still);
  const shown = useAnswered(asked, still === variables && !page.isOld);
  const change = useCallback(
    (part: Partial<Exploration>) => {
      const next = settled({ ...asked, ...part }, asked);
      show({ extra: extraOf(next), sort: keptSort(view.sort, next, asked) });
    },
    [asked, show, view.sort],
  );
  const sortBy = useCallback((sort: string | null) => void show({ sort }, "replace"), [show]);
  const run = useRun(still !== variables);
  const shapes = (
    <>
      {run.isAsking && (
        <Button size="small" onClick={run.cancel}>
          Cancel
        </Button>
      )}
      <ShapeSwitch
        choices={shapeChoices(shell, asked)}
        onChange={(shape) => {
          change({ shape });
        }}
      />
    </>
  );
  const ratios = useMemo(() => ratiosOf(shell), [shell]);
  return (
    <Box
      sx={{
        display: "grid",
        gap: 1.5,
        alignItems: "start",
        gridTemplateColumns: { xs: "minmax(0, 1fr)", md: "288px minmax(0, 1fr)" },
      }}
    >
      <BuilderFold>
        {shell === null ? (
          <Skeleton variant="rounded" height={420} />
        ) : (
          <ExploreBuilder shell={shell} asked={asked} onChange={change} />
        )}
      </BuilderFold>
      <Box sx={{ minWidth: 0 }}>
        {run.isCancelled && <Cancelled onAgain={page.refetch} />}
        <ExploreResult
          answer={tileOf(page, ({ explored }) => explored)}
          question={{ report: "explore", args: still }}
          asked={shown}
          sort={view.sort}
          onSort={sortBy}
          onTop={(top) => {
            change({ top, others: true });
          }}
          words={{ title: titleOf(shown, shell), column: columnOf(shown.column, shell), shapes }}
          ratios={ratios}
        />
      </Box>
    </Box>
  );
}

/** What the answer on screen was asked by: an older one until the new answer is there. */
function useAnswered(asked: Exploration, isAnswered: boolean): Exploration {
  const [answered, setAnswered] = useState(asked);
  if (isAnswered && answered !== asked) setAnswered(asked);
  return isAnswered ? asked : answered;
}

interface Run {
  readonly isAsking: boolean;
  readonly isCancelled: boolean;
  readonly cancel: () => void;
}

/** A question on its way can be cancelled: the request is aborted, and the server stops working on it. */
function useRun(isWaiting: boolean): Run {
  const answers = useQueryClient();
  const isAsking = useIsFetching({ queryKey: [NAME] }) > 0;
  const [isCancelled, setCancelled] = useState(false);
  if (isCancelled && (isAsking || isWaiting)) setCancelled(false);
  const cancel = () => {
    void answers.cancelQueries({ queryKey: [NAME] }).then(() => {
      setCancelled(true);
    });
  };
  return { isAsking, isCancelled, cancel };
}

function Cancelled({ onAgain }: { readonly onAgain: () => void }) {
  const again = (
    <Button color="inherit" size="small" onClick={onAgain}>
      Ask again
    </Button>
  );
  return (
    <Alert severity="info" action={again} sx={{ mb: 1 }}>
      Cancelled. What is below, if anything, is the answer before.
    </Alert>
  );
}

function ratiosOf(shell: Shell | null): ReadonlySet<string> {
  const measures = [...(shell?.measures.values() ?? [])];
  return new Set(measures.filter((measure) => measure.class === "ratio of sums").map(({ name }) => name));
}

function titleOf(asked: Exploration, shell: Shell | null): string {
  const measures = (isDrawn(asked) ? asked.measures.slice(0, 1) : asked.measures).map(
    (name) => shell?.measures.get(name)?.label ?? name,
  );
  const by = asked.rows.map((name) => (shell?.dimensions.get(name)?.label ?? name).toLowerCase());
  const across = asked.column === null ? [] : [columnOf(asked.column, shell).toLowerCase()];
  const parts = [...by, ...across];
  return parts.length === 0 ? joined(measures) : `${joined(measures)} by ${joined(parts)}`;
}

const joined = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1) ?? ""}`;

function columnOf(column: string | null, shell: Shell | null): string {
  if (column === null) return "";
  return isGrain(column) ? grainLabel(column) : (shell?.dimensions.get(column)?.label ?? column);
}
