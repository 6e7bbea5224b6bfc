/** Data: what is loaded, and did my file balance? */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Box } from "@mui/material";
import { useCallback, useState } from "react";
import type { Failure } from "../../../api/client";
import { DataPageDocument } from "../../../api/gen/operations";
import type { Loads, Progress } from "../../../api/load-types";
import { fetchLoads } from "../../../api/loads";
import { tileOf, usePageQuery } from "../../../api/page-query";
import { useShell } from "../../../api/shell";
import { HistoryPanel } from "../../../features/history/panel";
import { LoadedTile } from "../../../features/loaded/panel";
import { FarAlong } from "../../../features/upload/far-along";
import { UploadPanel } from "../../../features/upload/panel";
import { first, withKeys } from "../../../state/extra";
import { useLink, useView } from "../../../state/view-context";
import { useLive } from "../../live";

const VARIABLES = {};
const AGAIN_MS = 2000;
/** How soon a load that somebody begins elsewhere is seen. */
const LOOK_MS = 10_000;
const KEY = "load";

export default function DataPage() {
  const page = usePageQuery(DataPageDocument, VARIABLES);
  const { data: loads, error } = useHistory();
  return (
    <Box sx={{ display: "grid", gap: 1.5 }}>
      {error !== null && (
        <Alert severity="error">
          {error.message} {error.hint}
        </Alert>
      )}
      {loads && <Holder holder={loads.holder} progress={loads.holderProgress} />}
      {loads && <Upload loads={loads} />}
      <LoadedTile asked={tileOf(page, ({ loadedDays }) => loadedDays)} />
      {loads && <History loads={loads} />}
    </Box>
  );
}

/** A load by a command: nothing can be loaded or taken back here until it has ended. */
function Holder({ holder, progress }: { readonly holder: string | null; readonly progress: Progress | null }) {
  if (holder === null) return null;
  return (
    <Alert severity="info" sx={{ "& .MuiAlert-message": { flex: 1 } }}>
      <div role="status">
        The command line works on the data: {holder}. Files can be checked here, and loaded when it has ended.
      </div>
      {progress !== null && <FarAlong progress={progress} />}
    </Alert>
  );
}

function Upload({ loads }: { readonly loads: Loads }) {
  const { shown, showLoad } = useShown(loads.running);
  const currency = useShell()?.version?.currency ?? "KES";
  return (
    <UploadPanel uploads={loads.uploads} currency={currency} shown={shown} onShow={showLoad} onEnded={useEnded()} />
  );
}

function History({ loads }: { readonly loads: Loads }) {
  const { view } = useView();
  const { showLoad } = useShown(null);
  const link = useLink();
  return (
    <HistoryPanel
      history={loads}
      zone={useShell()?.version?.timezone ?? null}
      linkOf={(id) => link("/data", { extra: withKeys(view, { [KEY]: [id] }) })}
      onUndone={showLoad}
    />
  );
}

/** The load of the address, else the one that runs: it stays on show when it has ended. */
function useShown(running: string | null) {
  const { view, show } = useView();
  const [followed, setFollowed] = useState<string | null>(null);
  if (running !== null && running !== followed) setFollowed(running);
  const showLoad = (id: string | null): void => {
    setFollowed(id);
    show({ extra: withKeys(view, { [KEY]: id === null ? [] : [id] }) });
  };
  return { shown: first(view, KEY) ?? followed, showLoad };
}

function useHistory() {
  return useQuery<Loads, Failure>({
    queryKey: ["loads"],
    queryFn: ({ signal }) => fetchLoads(signal),
    refetchInterval: ({ state }) => ((state.data?.running ?? state.data?.holder) ? AGAIN_MS : LOOK_MS),
  });
}

/** After a load the list is asked again, and every page learns of the new version. */
function useEnded() {
  const answers = useQueryClient();
  const { check } = useLive();
  return useCallback(() => {
    void answers.invalidateQueries({ queryKey: ["loads"] });
    check();
  }, [answers, check]);
}
