/** What runs, over which data and in which zone; and what the process keeps between questions. */
import { Box } from "@mui/material";
import type { Block, Engine, Memory, Versions } from "../../api/diagnostics";
import { count, instant } from "../../format";
import { WEEKDAYS } from "../../words";
import { BlockPaper } from "./block";
import { answerFacts, memoryWords } from "./data";

const MONTHS = new Intl.DateTimeFormat("en", { month: "long", timeZone: "UTC" });

export function VersionsBlock({ block }: { readonly block: Block<Versions> | null }) {
  return (
    <BlockPaper title="Versions and zone" block={block} height={200}>
      {(versions) => <Facts facts={factsOf(versions)} />}
    </BlockPaper>
  );
}

function factsOf(versions: Versions): readonly (readonly [string, string])[] {
  const { timezone, libraries } = versions;
  const at = (moment: string | null) => (moment === null ? "—" : instant(moment, timezone));
  const made = Object.entries(libraries).map(([name, version]) => `${name} ${version}`);
  return [
    ["Release", `${versions.product}, ${versions.environment}`],
    ["Data version", versions.dataVersion ?? "nothing loaded"],
    ["Loaded", `${at(versions.loadedAt)}, ${count(versions.loads)} ${versions.loads === 1 ? "load" : "loads"}`],
    ["Newest sale", at(versions.asOf)],
    ["Definitions", versions.catalog],
    ["Zone", `${timezone}, week from ${WEEKDAYS[versions.weekStart - 1] ?? "—"}`],
    [
      "Money",
      `${versions.currency}, fiscal year from ${MONTHS.format(new Date(Date.UTC(2000, versions.fiscalYearStart - 1)))}`,
    ],
    ["Engine", [versions.engine, ...made].join(", ")],
    ["Running since", at(versions.startedAt)],
  ];
}

export function MemoryBlock({ block }: { readonly block: Block<Memory> | null }) {
  return (
    <BlockPaper title="Cache" subtitle="What this process keeps between questions" block={block} height={120}>
      {(memory) => (
        <>
          <Facts facts={answerFacts(memory.answers)} />
          <Box component="ul" sx={{ m: 0, mt: 1, pl: 2.5, fontSize: 13, display: "grid", gap: 0.5 }}>
            {memoryWords(memory).map((words) => (
              <li key={words}>{words}</li>
            ))}
          </Box>
        </>
      )}
    </BlockPaper>
  );
}

export function EngineBlock({ block }: { readonly block: Block<Engine> | null }) {
  return (
    <BlockPaper title="Engine" subtitle="What answers, and how busy it is" block={block} height={120}>
      {({ state, slots, slotsInUse, queue, resident, fallback }) => (
        <Facts
          facts={[
            ["State", fallback ? `${state}: ${fallback}` : state],
            ["At work", `${slotsInUse ?? 0} of ${slots ?? 0} places, ${queue ?? 0} waiting`],
            ...(resident ? [["In memory", resident.join(", ") || "nothing"] as const] : []),
          ]}
        />
      )}
    </BlockPaper>
  );
}

function Facts({ facts }: { readonly facts: readonly (readonly [string, string])[] }) {
  return (
    <Box
      component="dl"
      sx={{ m: 0, display: "grid", gridTemplateColumns: "auto minmax(0, 1fr)", gap: "4px 16px", fontSize: 13 }}
    >
      {facts.map(([name, value]) => (
        <Box key={name} sx={{ display: "contents" }}>
          <Box component="dt" sx={{ color: "text.secondary" }}>
            {name}
          </Box>
          <Box component="dd" sx={{ m: 0, overflowWrap: "anywhere" }}>
            {value}
          </Box>
        </Box>
      ))}
    </Box>
  );
}
