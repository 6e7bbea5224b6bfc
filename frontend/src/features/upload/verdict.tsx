/** Second step: the mapping, what was found with it, how to load, and the button that does. */
import { Alert, Box, Button, FormControlLabel, LinearProgress, Radio, RadioGroup, Typography } from "@mui/material";
import type { Checked, Mode } from "../../api/load-types";
import { CoveredDays } from "./covered-days";
import { FindingsView } from "./findings";
import { MappingTable } from "./mapping-table";
import { ReplacedDays } from "./replaced-days";
import type { Checking } from "./use-check";
import { useCovered, type Covering } from "./use-covered";

interface VerdictProps {
  readonly checking: Checking;
  readonly currency: string;
  readonly isStarting: boolean;
  /** `covers` are the days that the file is said to be complete for, null for those of its lines. */
  readonly onLoad: (covers: string | null) => void;
}

export function Verdict({ checking, currency, isStarting, onLoad }: VerdictProps) {
  const { check, reset } = checking;
  const { checked, failure } = check;
  const covering = useCovered(checked);
  return (
    <Box sx={{ display: "grid", gap: 2 }}>
      <Sending checking={checking} />
      {failure !== null && (
        <Alert severity="error" role="alert">
          {failure.message} {failure.hint} ({failure.code})
        </Alert>
      )}
      {checked !== null && <Found checking={checking} checked={checked} currency={currency} />}
      {covering !== null && <CoveredDays covering={covering} />}
      <Box sx={{ display: "flex", gap: 1 }}>
        <Button
          variant="contained"
          disabled={isStarting || !isLoadable(checking, covering)}
          onClick={() => {
            onLoad(covering?.covers ?? null);
          }}
        >
          Load {check.name}
        </Button>
        <Button onClick={reset}>Choose another file</Button>
      </Box>
    </Box>
  );
}

interface FoundProps {
  readonly checking: Checking;
  readonly checked: Checked;
  readonly currency: string;
}

function Found({ checking: { check, again }, checked, currency }: FoundProps) {
  return (
    <>
      <Why checked={checked} />
      {checked.outcome !== "refused" && <FindingsView found={checked} currency={currency} />}
      {checked.columns.length > 0 && (
        <section aria-label="Mapping">
          <Typography variant="subtitle2" component="h3">
            Where each column comes from
          </Typography>
          <MappingTable
            checked={checked}
            mapping={check.mapping}
            isChecking={check.isChecking}
            onChange={(mapping) => {
              again({ mapping });
            }}
          />
        </section>
      )}
      {checked.outcome !== "refused" && (
        <ModeChoice
          mode={check.mode}
          onChange={(mode) => {
            again({ mode });
          }}
        />
      )}
      {checked.outcome !== "refused" && checked.mode === "replace" && (
        <ReplacedDays days={checked.replaced} count={checked.replacedCount} currency={currency} />
      )}
    </>
  );
}

function isLoadable({ check: { checked, isChecking } }: Checking, covering: Covering | null): boolean {
  if (covering?.problem) return false;
  return !isChecking && checked !== null && checked.outcome !== "refused" && checked.lines.clean > 0;
}

function Sending({ checking: { check } }: { readonly checking: Checking }) {
  const { isChecking, sent, name } = check;
  const isSending = sent !== null && sent < 1;
  const words = isSending ? `Sending ${name ?? ""}` : `Checking ${name ?? ""}`;
  return (
    <Box role="status" sx={{ minHeight: 28 }}>
      {isChecking ? (
        <>
          <Typography variant="body2">{words}</Typography>
          <LinearProgress
            aria-label={words}
            {...(isSending && { variant: "determinate" as const, value: Math.round(sent * 100) })}
          />
        </>
      ) : (
        <Typography variant="body2">{name}</Typography>
      )}
    </Box>
  );
}

/** Why a file is refused, in the loader's own words. */
function Why({ checked }: { readonly checked: Checked }) {
  if (checked.outcome !== "refused") return null;
  const { problem, line, columns } = checked;
  return (
    <Alert severity="error" role="alert">
      <strong>
        {problem.message}
        {line !== null && ` (line ${line})`}
      </strong>{" "}
      {problem.hint} {columns.length > 0 && "Choose below where each column comes from."}
      <Typography variant="caption" component="div">
        {problem.code} · nothing was loaded
      </Typography>
    </Alert>
  );
}

interface ModeChoiceProps {
  readonly mode: Mode;
  readonly onChange: (mode: Mode) => void;
}

const MODES: readonly { readonly mode: Mode; readonly label: string }[] = [
  { mode: "append", label: "Append: add these lines to what is loaded" },
  { mode: "replace", label: "Replace: the days of this file become those of this file alone" },
];

function ModeChoice({ mode, onChange }: ModeChoiceProps) {
  return (
    <RadioGroup
      aria-label="How to load"
      value={mode}
      onChange={(_, value) => {
        onChange(value === "replace" ? "replace" : "append");
      }}
    >
      {MODES.map((one) => (
        <FormControlLabel key={one.mode} value={one.mode} control={<Radio size="small" />} label={one.label} />
      ))}
    </RadioGroup>
  );
}
