/** "How was this number made?": everything that the answer says of itself, and a check against the base lines. */
import { Box, Drawer, IconButton, Typography } from "@mui/material";
import { useId, type ReactNode } from "react";
import type { Question } from "../api/rest";
import { useShell } from "../api/shell";
import type { Answer } from "../api/unwrap";
import { filtersSaid } from "../words";
import { CheckBase } from "./check-base";
import { CloseIcon } from "./icons";
import { provedAnswer, provedMeasures, provedNulls, provedRejections, provedTables, provedWindows } from "./proof";
import { RequestId } from "./request-id";

interface ProofPanelProps {
  readonly title: string;
  readonly question: Question;
  readonly answer: Answer<unknown>;
  /** The one number that is asked about, else all of the answer. */
  readonly measure?: string | undefined;
  readonly onClose: () => void;
}

export default function ProofPanel({ title, question, answer, measure, onClose }: ProofPanelProps) {
  const heading = useId();
  const shell = useShell();
  const { meta } = answer;
  const label = (name: string) => shell?.dimensions.get(name)?.label ?? shell?.measures.get(name)?.label ?? name;
  const filters = filtersSaid(question.args.filters, label);
  const rejected = provedRejections(meta, label);
  const notes = meta.warnings.map(({ message }) => message);
  const nulls = provedNulls(meta, label);
  return (
    <Drawer
      anchor="right"
      open
      onClose={onClose}
      slotProps={{
        paper: {
          role: "dialog",
          "aria-modal": true,
          "aria-labelledby": heading,
          sx: { width: { xs: "100%", sm: 480 } },
        },
      }}
    >
      <Box sx={{ display: "flex", alignItems: "start", gap: 1, p: 2, pb: 1 }}>
        <Box sx={{ flex: 1 }}>
          <Typography id={heading} component="h2" sx={{ fontSize: 17, fontWeight: 600 }}>
            How was this number made?
          </Typography>
          <Typography variant="body2" color="textSecondary">
            {title}
          </Typography>
        </Box>
        <IconButton aria-label="Close" onClick={onClose} size="small">
          <CloseIcon />
        </IconButton>
      </Box>
      <Box sx={{ px: 2, pb: 3, display: "grid", gap: 2, fontSize: 13, overflowWrap: "anywhere" }}>
        <CheckBase question={question} answer={answer} />
        <Measures answer={answer} args={question.args} only={measure} />
        <Section title="Windows">
          <Facts facts={provedWindows(meta).map(({ name, dates, rule }) => [name, `${dates} (${rule})`])} />
        </Section>
        <Section title="Filters">{filters === "" ? "None: all members." : filters}</Section>
        <Section title="Read from">
          <Facts facts={provedTables(meta).map(({ table, what }) => [table, what])} />
        </Section>
        {rejected.length > 0 && (
          <Section title="Passed over">
            <Facts facts={rejected.map(({ table, what }) => [table, what])} />
          </Section>
        )}
        <Section title="Answer">
          <Facts facts={provedAnswer(meta)} />
          <RequestId id={meta.requestId} />
        </Section>
        {notes.length > 0 && <Section title="To know before using it">{listOf(notes)}</Section>}
        {nulls.length > 0 && <Section title="Without a value">{listOf(nulls)}</Section>}
      </Box>
    </Drawer>
  );
}

interface MeasuresProps {
  readonly answer: Answer<unknown>;
  readonly args: Question["args"];
  readonly only: string | undefined;
}

function Measures({ answer, args, only }: MeasuresProps) {
  const measures = useShell()?.measures;
  const proved = measures === undefined ? [] : provedMeasures(answer, args, measures, only);
  if (proved.length === 0) return null;
  return (
    <Section title="What is counted">
      {proved.map(({ label, definition, formula, worked }) => (
        <Box key={label} sx={{ mb: 1 }}>
          <b>{label}</b>: {definition}
          <Box component="code" sx={{ display: "block", color: "text.secondary", fontSize: 12 }}>
            {formula}
          </Box>
          {worked !== null && (
            <Box component="code" sx={{ display: "block", fontSize: 12 }}>
              {worked}
            </Box>
          )}
        </Box>
      ))}
    </Section>
  );
}

function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Box component="section">
      <Typography component="h3" sx={{ fontSize: 12, fontWeight: 600, color: "text.secondary", mb: 0.5 }}>
        {title}
      </Typography>
      {children}
    </Box>
  );
}

function Facts({ facts }: { readonly facts: readonly (readonly [string, string])[] }) {
  return (
    <Box
      component="dl"
      sx={{ m: 0, display: "grid", gridTemplateColumns: "minmax(110px, max-content) 1fr", columnGap: 1.5, rowGap: 0.5 }}
    >
      {facts.flatMap(([name, value], index) => [
        <Box component="dt" key={`${index} ${name}`} sx={{ color: "text.secondary" }}>
          {name}
        </Box>,
        <Box component="dd" key={`${index} value`} sx={{ m: 0 }}>
          {value}
        </Box>,
      ])}
    </Box>
  );
}

function listOf(texts: readonly string[]): ReactNode {
  return (
    <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
      {texts.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </Box>
  );
}
