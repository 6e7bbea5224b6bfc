/** What each person's net revenue is made of: one whole bar a person, the largest lines and Others. */
import { Box, Typography } from "@mui/material";
import { useMemo } from "react";
import type { SalespeopleMixFragment } from "../../api/gen/operations";
import type { Asked } from "../../api/page-query";
import type { Question } from "../../api/rest";
import { useShell } from "../../api/shell";
import { useSlotColours } from "../../charts/use-slots";
import { Member } from "../../ui/member";
import { PartBar } from "../../ui/part-bar";
import { Tile } from "../../ui/tile";
import type { Twin } from "../../ui/twin-table";
import { linesOf, mixes, MOST_PEOPLE, type PersonMix } from "./data";

type Rows = NonNullable<SalespeopleMixFragment["salespersonProductMix"]["data"]>;

const ROW_HEIGHT = 32;
const KEY_HEIGHT = 24;
const NO_ORDER: readonly string[] = [];

interface SalespeopleMixProps {
  readonly asked: Asked<Rows>;
  readonly question: Question;
  readonly title: string;
  /** How many people are asked for, ten unless given; one alone is not named. */
  readonly people?: number;
}

export function SalespeopleMix({ asked, question, title, people = MOST_PEOPLE }: SalespeopleMixProps) {
  return (
    <Tile
      title={title}
      unit="% of net revenue"
      asked={asked}
      height={KEY_HEIGHT + people * ROW_HEIGHT}
      question={question}
      twin={twin}
    >
      {(rows) => <Bars rows={rows} isNamed={people > 1} />}
    </Tile>
  );
}

function Bars({ rows, isNamed }: { readonly rows: Rows; readonly isNamed: boolean }) {
  const order = useShell()?.members.productLine ?? NO_ORDER;
  const people = useMemo(() => mixes(rows, order), [rows, order]);
  return (
    <>
      <Key lines={linesOf(people, order)} />
      <Box component="ul" sx={{ listStyle: "none", m: 0, p: 0, display: "grid", gap: 0.75 }}>
        {people.map((mix) => (
          <Box component="li" key={mix.person ?? ""} sx={isNamed ? ROW : null}>
            {isNamed && (
              <Box sx={{ fontSize: 13, minWidth: 0 }}>
                <Member dimension="salesperson" name={mix.person} />
              </Box>
            )}
            <Bar mix={mix} />
          </Box>
        ))}
      </Box>
    </>
  );
}

/** For the eye alone: who hears the bars hears each part's name. */
function Key({ lines }: { readonly lines: readonly string[] }) {
  const colour = useSlotColours("productLine");
  return (
    <Box aria-hidden="true" data-key="" sx={KEY}>
      {lines.map((line) => (
        <Box component="span" key={line} sx={{ display: "inline-flex", alignItems: "center", gap: 0.5 }}>
          <Box component="span" sx={{ ...SQUARE, bgcolor: colour(line) }} />
          {line}
        </Box>
      ))}
    </Box>
  );
}

function Bar({ mix }: { readonly mix: PersonMix }) {
  const colour = useSlotColours("productLine");
  if (!mix.isWhole) {
    return (
      <Typography variant="body2" color="textSecondary" sx={{ fontSize: 12 }}>
        More came back than was sold in a line: its parts are in the table.
      </Typography>
    );
  }
  const parts = mix.parts.map(({ line, share }) => ({ name: line, share, color: colour(line) }));
  return <PartBar parts={parts} others={mix.others} />;
}

const KEY = {
  display: "flex",
  flexWrap: "wrap",
  columnGap: 1.5,
  fontSize: 12,
  color: "text.secondary",
  mb: 0.75,
} as const;
const SQUARE = { width: 10, height: 10, borderRadius: "2px", forcedColorAdjust: "none" } as const;
const ROW = {
  display: "grid",
  gridTemplateColumns: { xs: "minmax(0, 1fr)", sm: "11.25rem minmax(0, 1fr)" },
  columnGap: 2,
  alignItems: "center",
} as const;

function twin(rows: Rows): Twin {
  return {
    caption: "Net revenue and profit of each salesperson by product line",
    columns: [
      { label: "Salesperson", kind: "text" },
      { label: "Product line", kind: "text" },
      { label: "Net revenue", kind: "money" },
      { label: "Share of own", kind: "ratio" },
      { label: "Profit", kind: "money" },
    ],
    rows: rows.map((row) => [row.salesperson, row.productLine, row.revenue, row.share, row.profit]),
  };
}
