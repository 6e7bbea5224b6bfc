/** What the check found: counts, the rules that lines break with examples, questions, warnings and evidence. */
import { Alert, Box, Typography } from "@mui/material";
import type { Findings, Rule } from "../../api/load-types";
import { columnName } from "../../ui/balance-sheet";
import { Figure } from "../../ui/figure";
import { TABLE } from "../../ui/table-style";

export function FindingsView({ found, currency }: { readonly found: Findings; readonly currency: string }) {
  return (
    <Box sx={{ display: "grid", gap: 1.5 }}>
      <Alert severity={found.outcome === "clean" ? "success" : "warning"}>
        <Figure value={found.lines.clean} kind="count" /> of <Figure value={found.lines.in} kind="count" /> lines can be
        loaded
        {found.lines.quarantined > 0 && (
          <>
            ; <Figure value={found.lines.quarantined} kind="count" /> would be set aside, to be corrected and loaded
            later
          </>
        )}
        . {found.days && `${found.days.first} to ${found.days.last}. `}Nothing is changed yet.
      </Alert>
      <Box component="dl" sx={FACTS}>
        {found.money.map(({ column, in: total }) => (
          <div key={column}>
            <dt>
              {columnName(column)}, {currency}
            </dt>
            <dd>
              <Figure value={total} kind="money" currency={currency} numbers="full" />
            </dd>
          </div>
        ))}
        {found.branches.length > 0 && (
          <div>
            <dt>Branches</dt>
            <dd>{found.branches.join(", ")}</dd>
          </div>
        )}
      </Box>
      {found.questions.map(({ key, text }) => (
        <Alert key={key} severity="info">
          {text} Answer with <code>{key}</code> in the mapping.
        </Alert>
      ))}
      {found.rules.map((rule) => (
        <RuleView key={rule.rule} rule={rule} />
      ))}
      <Remarks found={found} />
    </Box>
  );
}

function RuleView({ rule: { rule, count, hint, examples } }: { readonly rule: Rule }) {
  return (
    <section aria-label={rule}>
      <Typography variant="subtitle2" component="h4">
        {rule} · <Figure value={count} kind="count" /> {count === 1 ? "cell" : "cells"}
      </Typography>
      <Typography variant="body2" color="textSecondary">
        {hint}
      </Typography>
      <Box sx={{ overflow: "auto" }} tabIndex={0} role="group" aria-label={`First lines with ${rule}`}>
        <Box component="table" sx={{ ...TABLE, width: "auto" }}>
          <caption>First lines with {rule}</caption>
          <thead>
            <tr>
              <th scope="col">Line of the file</th>
              <th scope="col" className="text">
                Column
              </th>
              <th scope="col" className="text">
                Cell
              </th>
            </tr>
          </thead>
          <tbody>
            {examples.map(({ line, column, value }) => (
              <tr key={`${line} ${column ?? ""}`}>
                <td>
                  <Figure value={line} kind="count" />
                </td>
                <td className="text">{column ?? "—"}</td>
                <td className="text">
                  <code>{value ?? "empty"}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </Box>
      </Box>
    </section>
  );
}

function Remarks({ found: { notices, evidence } }: { readonly found: Findings }) {
  return (
    <>
      {notices.length > 0 && (
        <Box component="ul" aria-label="Warnings" sx={LIST}>
          {notices.map(({ code, message }) => (
            <li key={code + message}>{message}</li>
          ))}
        </Box>
      )}
      <Box component="details" sx={{ fontSize: 13 }}>
        <Box component="summary" sx={{ cursor: "pointer", minHeight: 24 }}>
          How the file was read
        </Box>
        <Box component="ul" sx={LIST}>
          {evidence.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </Box>
      </Box>
    </>
  );
}

const LIST = { m: 0, pl: 2.5, fontSize: 13 } as const;
const FACTS = {
  display: "flex",
  flexWrap: "wrap",
  columnGap: 4,
  rowGap: 1,
  m: 0,
  "& dt": { fontSize: 12, color: "text.secondary" },
  "& dd": { m: 0, fontSize: 14 },
} as const;
