/** The slowest questions of the last hour: why no rollup answered, and the question itself to ask again. */
import { Box, Button } from "@mui/material";
import { Link } from "wouter";
import type { Block, Slow, SlowQuestion } from "../../api/diagnostics";
import { count, instant } from "../../format";
import { exploreHref } from "../../state/explore-link";
import { RequestId } from "../../ui/request-id";
import { TABLE } from "../../ui/table-style";
import { BlockPaper } from "./block";
import { whyWords } from "./data";

interface SlowBlockProps {
  readonly block: Block<Slow> | null;
  readonly zone: string;
}

export function SlowBlock({ block, zone }: SlowBlockProps) {
  const asked = block?.data ? `${count(block.data.asked)} questions since this process began; the last hour` : "";
  return (
    <BlockPaper title="Slow questions" subtitle={asked} block={block} height={200}>
      {({ questions }) => (
        <Box sx={{ overflow: "auto", maxHeight: 420 }} tabIndex={0} role="group" aria-label="Slow questions">
          <Box component="table" sx={SLOW}>
            <caption>Slowest questions first</caption>
            <thead>
              <tr>
                {["Report", "ms", "Rows", "Read from", "Why not faster", "When", "Request", "Plan", "Again"].map(
                  (head) => (
                    <th key={head} scope="col" className={head === "Report" ? "first" : "text"}>
                      {head}
                    </th>
                  ),
                )}
              </tr>
            </thead>
            <tbody>
              {questions.map((question) => (
                <Question
                  key={`${question.requestId} ${question.report} ${question.tookMs}`}
                  question={question}
                  zone={zone}
                />
              ))}
            </tbody>
          </Box>
          {questions.length === 0 && (
            <Box sx={{ fontSize: 13, py: 1 }}>Nobody has asked anything in the last hour.</Box>
          )}
        </Box>
      )}
    </BlockPaper>
  );
}

function Question({ question, zone }: { readonly question: SlowQuestion; readonly zone: string }) {
  const { report, tookMs, rows, tables, at, requestId, code, planHash } = question;
  const href = question.arguments === null ? null : exploreHref({ report, args: question.arguments });
  return (
    <tr>
      <th scope="row">{report}</th>
      <td>
        <data value={tookMs}>{count(tookMs)}</data>
      </td>
      <td>{count(rows)}</td>
      <td className="text from">{code ?? (tables.join(", ") || "—")}</td>
      <td className="text why">{whyWords(question).join("; ") || "—"}</td>
      <td className="text">{instant(at, zone)}</td>
      <td className="text">
        <RequestId id={requestId} />
      </td>
      <td className="text plan" title="Equal for questions that are answered in the same way, as in the log">
        {planHash === null ? "—" : <code>{planHash}</code>}
      </td>
      <td>
        {href !== null && (
          <Button size="small" component={Link} href={href}>
            Open in Explore
          </Button>
        )}
      </td>
    </tr>
  );
}

const SLOW = {
  ...TABLE,
  "& td.from": { whiteSpace: "normal", minWidth: 220, fontSize: 12 },
  "& td.why": { whiteSpace: "normal", minWidth: 480, fontSize: 12, color: "text.secondary" },
  "& code": {
    display: "inline-block",
    maxWidth: 76,
    overflow: "hidden",
    textOverflow: "ellipsis",
    verticalAlign: "bottom",
  },
  "& td.plan code": { maxWidth: "none" },
} as const;
