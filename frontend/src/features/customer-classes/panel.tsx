/** Five cards, one a class of customers: how many, what they bring, and by which rule; a card chooses its class. */
import { Box, ButtonBase, Typography } from "@mui/material";
import { visuallyHidden } from "@mui/utils";
import type { Asked } from "../../api/page-query";
import type { Question } from "../../api/rest";
import type { Meta } from "../../api/unwrap";
import { first, withKeys } from "../../state/extra";
import { useView } from "../../state/view-context";
import { Delta } from "../../ui/delta";
import { Figure } from "../../ui/figure";
import { Tile } from "../../ui/tile";
import type { Twin } from "../../ui/twin-table";
import { nullCode } from "../../words";
import { isEmptyClasses, outsideOf, ruleOf, segmentOf, spoken, type ClassRow } from "./data";

const HEIGHT = 176;
const CLASS = "class";

interface CustomerClassesProps {
  readonly asked: Asked<readonly ClassRow[]>;
  readonly question: Question;
}

export function CustomerClasses({ asked, question }: CustomerClassesProps) {
  return (
    <Tile
      title="Classes of customers"
      asked={asked}
      height={HEIGHT}
      question={question}
      isEmpty={isEmptyClasses}
      twin={twinOf}
    >
      {(rows, meta) => (
        <>
          <Box sx={CARDS} role="group" aria-label="Class to list">
            {rows.map((row) => (
              <Card key={row.segment} row={row} meta={meta} />
            ))}
          </Box>
          <Outsiders meta={meta} />
        </>
      )}
    </Tile>
  );
}

function Card({ row, meta }: { readonly row: ClassRow; readonly meta: Meta }) {
  const { view, show } = useView();
  const segment = segmentOf(row.segment);
  if (segment === null) return null;
  const isChosen = first(view, CLASS) === spoken(segment);
  return (
    <ButtonBase
      aria-pressed={isChosen}
      onClick={() => {
        show({ extra: withKeys(view, { [CLASS]: isChosen ? [] : [spoken(segment)], after: [] }) });
      }}
      sx={{ ...CARD, ...(isChosen && CHOSEN) }}
    >
      <Box component="span" sx={{ fontWeight: 600, fontSize: 14 }}>
        {row.segment}
      </Box>
      <Box component="span" sx={{ fontSize: 24, fontWeight: 600, lineHeight: 1.2 }}>
        <Figure value={row.customers} kind="count" numbers="full" />
        <Box component="span" sx={{ fontSize: 13, fontWeight: 400, ml: 1, color: "text.secondary" }}>
          <Figure value={row.customerShare} kind="ratio" reason={nullCode("customerShare", row.nulls, meta.nulls)} />
          <span style={visuallyHidden}> of customers</span>
        </Box>
      </Box>
      <Fact label="Net revenue">
        <Figure value={row.revenue} kind="money" reason={nullCode("revenue", row.nulls, meta.nulls)} />
        {row.revenue !== 0 && (
          <>
            {" · "}
            <Delta value={row.growthRate} kind="growth" reason={nullCode("growthRate", row.nulls, meta.nulls)} />
          </>
        )}
      </Fact>
      <Fact label="Profit">
        <Figure value={row.profit} kind="money" reason={nullCode("profit", row.nulls, meta.nulls)} />
      </Fact>
      <Typography variant="caption" color="textSecondary" component="span">
        {ruleOf(segment, meta.extra)}
      </Typography>
    </ButtonBase>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: React.ReactNode }) {
  return (
    <Box component="span" sx={{ fontSize: 13, display: "flex", gap: 0.75, flexWrap: "wrap" }}>
      <Box component="span" sx={{ color: "text.secondary" }}>
        {label}
      </Box>
      <span>{children}</span>
    </Box>
  );
}

/** What the cards leave out, so that they and it are all sales. */
function Outsiders({ meta }: { readonly meta: Meta }) {
  return outsideOf(meta.extra).map(({ label, customers, revenue, profit }) => (
    <Typography key={label} variant="caption" color="textSecondary" component="p" sx={{ mt: 1 }}>
      {label}, in no class: {customers !== null && <Figure value={customers} kind="count" />} net revenue{" "}
      <Figure value={revenue} kind="money" />, profit <Figure value={profit} kind="money" />.
    </Typography>
  ));
}

function twinOf(rows: readonly ClassRow[]): Twin {
  return {
    caption: "Classes of customers",
    columns: [
      { label: "Class", kind: "text" },
      { label: "Customers", kind: "count" },
      { label: "Of all customers", kind: "ratio" },
      { label: "Net revenue", kind: "money" },
      { label: "Growth", kind: "growth" },
      { label: "Profit", kind: "money" },
      { label: "Orders", kind: "count" },
      { label: "Days since the last purchase, on average", kind: "number" },
    ],
    rows: rows.map((row) => [
      row.segment,
      row.customers,
      row.customerShare,
      row.revenue,
      row.growthRate,
      row.profit,
      row.orders,
      row.meanRecencyDays,
    ]),
  };
}

const CARDS = {
  display: "grid",
  gap: 1.5,
  gridTemplateColumns: {
    xs: "repeat(2, minmax(0, 1fr))",
    sm: "repeat(3, minmax(0, 1fr))",
    lg: "repeat(5, minmax(0, 1fr))",
  },
} as const;
const CARD = {
  font: "inherit",
  flexDirection: "column",
  alignItems: "flex-start",
  justifyContent: "flex-start",
  textAlign: "left",
  gap: 0.25,
  p: 1.5,
  border: "1px solid",
  borderColor: "divider",
  borderRadius: 1,
  "&:hover": { borderColor: "primary.main" },
  "&.Mui-focusVisible": { outline: "2px solid", outlineColor: "primary.main", outlineOffset: 2 },
} as const;
const CHOSEN = { borderColor: "primary.main", boxShadow: "inset 0 3px 0 var(--mui-palette-primary-main)" } as const;
