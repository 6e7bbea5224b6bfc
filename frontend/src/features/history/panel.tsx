/** Every load with its file, counts and balance; failed ones keep their reason. The newest can be taken back. */
import { Box, Link as TextLink, Paper, Typography } from "@mui/material";
import { useId } from "react";
import { Link } from "wouter";
import type { Load, Loads } from "../../api/load-types";
import { quarantineUrl } from "../../api/loads";
import { Figure } from "../../ui/figure";
import { useQuarantine } from "../../ui/quarantine";
import { TABLE } from "../../ui/table-style";
import { howWords, newestOf, reasonOf, toldOf, whenWords, type Told } from "./data";
import { Undo } from "./undo";

interface HistoryPanelProps {
  readonly history: Loads;
  readonly zone: string | null;
  readonly linkOf: (id: string) => string;
  readonly onUndone: (id: string) => void;
}

const HEADS = [
  "When",
  "Outcome",
  "How",
  "Lines in",
  "Loaded",
  "Duplicate",
  "Set aside",
  "Days",
  "Version and file hash",
];
const TEXTS = ["When", "Outcome", "How", "Days", "Version and file hash"];

export function HistoryPanel({ history, zone, linkOf, onUndone }: HistoryPanelProps) {
  const heading = useId();
  const newest = newestOf(history.loads);
  return (
    <Paper component="section" variant="outlined" aria-labelledby={heading} sx={{ p: 2, minWidth: 0 }}>
      <Box sx={{ display: "flex", flexWrap: "wrap", gap: 2, alignItems: "center", mb: 1 }}>
        <Typography id={heading} variant="subtitle1" component="h2" sx={{ fontWeight: 600, flex: 1 }}>
          History of loads
        </Typography>
        {newest !== null && (
          <Undo newest={newest} isBusy={(history.running ?? history.holder) !== null} onUndone={onUndone} />
        )}
      </Box>
      {history.loads.length === 0 ? (
        <Typography variant="body2">Nothing was loaded yet.</Typography>
      ) : (
        <Box sx={{ overflow: "auto", maxHeight: 520 }} tabIndex={0} role="group" aria-label="Loads, the newest first">
          <Box component="table" sx={TABLE}>
            <caption>Loads, the newest first</caption>
            <thead>
              <tr>
                <th scope="col" className="first text">
                  File
                </th>
                {HEADS.map((head) => (
                  <th scope="col" key={head} className={TEXTS.includes(head) ? "text" : undefined}>
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {history.loads.map((load) => (
                <LoadRow key={load.id} load={load} zone={zone} href={linkOf(load.id)} />
              ))}
            </tbody>
          </Box>
        </Box>
      )}
    </Paper>
  );
}

interface LoadRowProps {
  readonly load: Load;
  readonly zone: string | null;
  readonly href: string;
}

function LoadRow({ load, zone, href }: LoadRowProps) {
  const lines = load.balance?.lines;
  return (
    <tr>
      <th scope="row" title={load.file ?? ""}>
        <TextLink component={Link} href={href}>
          {load.file ?? "—"}
        </TextLink>
      </th>
      <td className="text">
        <time dateTime={load.startedAt}>{whenWords(load.startedAt, zone)}</time>
      </td>
      <td className="text">
        <Outcome load={load} />
      </td>
      <td className="text">{howWords(load)}</td>
      <Lines value={lines?.in} />
      <Lines value={lines?.loaded} />
      <Lines value={lines?.duplicate} />
      <td>
        <Aside load={load} />
      </td>
      <td className="text">{load.days === null ? "—" : `${load.days[0]} to ${load.days[1]}`}</td>
      <td className="text">
        <Identity load={load} />
      </td>
    </tr>
  );
}

function Lines({ value }: { readonly value: number | undefined }) {
  return <td>{value === undefined ? "—" : <Figure value={value} kind="count" numbers="full" />}</td>;
}

const COLOURS: Readonly<Record<Told["tone"], string>> = {
  good: "primary.main",
  bad: "warning.main",
  plain: "text.secondary",
};

function Outcome({ load }: { readonly load: Load }) {
  const { word, tone } = toldOf(load);
  const reason = reasonOf(load);
  return (
    <>
      <Box component="span" sx={{ color: COLOURS[tone], fontWeight: 600 }}>
        {word}
      </Box>
      {reason !== null && <Box sx={{ whiteSpace: "normal", minWidth: 240, maxWidth: 420, fontSize: 12 }}>{reason}</Box>}
    </>
  );
}

function Aside({ load: { id, quarantine } }: { readonly load: Load }) {
  const save = useQuarantine(id);
  if (quarantine === null) return <>{"—"}</>;
  return (
    <TextLink href={quarantineUrl(id)} download onClick={save} title="Download the lines that were set aside">
      <Figure value={quarantine.lines} kind="count" numbers="full" />
    </TextLink>
  );
}

/** Number of the version, hash of the content, digest of the mapping: enough to know a file again. */
function Identity({ load: { number, sha256, mapping } }: { readonly load: Load }) {
  const parts = [number === null ? null : `#${number}`, sha256?.slice(0, 12), mapping];
  return (
    <Box component="span" title={sha256 ?? ""} sx={{ fontFamily: "ui-monospace, monospace", fontSize: 12 }}>
      {parts.filter(Boolean).join(" · ") || "—"}
    </Box>
  );
}
