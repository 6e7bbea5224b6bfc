/** Every customer: what they bring, when they came and last bought; ticked ones become a call list. */
import { Box, Button, Typography } from "@mui/material";
import { useMemo, useState } from "react";
import type { Asked } from "../../api/page-query";
import type { Question } from "../../api/rest";
import type { Meta } from "../../api/unwrap";
import { count, percent } from "../../format";
import { AFTER, first, withKeys } from "../../state/extra";
import { useQuestion, useView } from "../../state/view-context";
import { Day } from "../../ui/day";
import type { Column, Values } from "../../ui/columns";
import { nullsOf } from "../../ui/columns";
import { DataTable } from "../../ui/data-table";
import { useMeasureColumns, type MeasureField } from "../../ui/measure-columns";
import { Member } from "../../ui/member";
import { Pager } from "../../ui/pager";
import { saveFile } from "../../ui/save-file";
import { useSay } from "../../ui/say";
import { SearchField } from "../../ui/search-field";
import { sortText, type Sorted } from "../../ui/sort";
import { Tile } from "../../ui/tile";
import { nullCode } from "../../words";
import { bestOf, callList, ticked, type CustomerRow } from "./data";

const HEIGHT = 560;
const CLASS = "class";
const SEARCH = "q";
const MEASURES: readonly MeasureField[] = ["revenue", "profit", "orders", "share"];

interface CustomersTableProps {
  readonly asked: Asked<readonly CustomerRow[]>;
  readonly question: Question;
  /** Null is the report's own order, by net revenue. */
  readonly sorted: Sorted | null;
}

export function CustomersTable({ asked, question, sorted }: CustomersTableProps) {
  const { view, show } = useView();
  const chosen = first(view, CLASS);
  const [list, setList] = useTicked();
  const set = (change: Record<string, readonly string[]>) => {
    show({ extra: withKeys(view, { ...change, [AFTER]: [] }) }, "replace");
  };
  return (
    <Tile
      title={chosen === undefined ? "Customers" : `Customers of class ${named(chosen)}`}
      asked={asked}
      height={HEIGHT}
      question={question}
      none={chosen === undefined ? undefined : `No customers of class ${named(chosen)} with sales`}
      controls={
        <Box sx={{ display: "flex", flexWrap: "wrap", gap: 1, alignItems: "center" }}>
          {chosen !== undefined && (
            <Button
              size="small"
              variant="outlined"
              onClick={() => {
                set({ [CLASS]: [] });
              }}
            >
              All classes
            </Button>
          )}
          <SearchField
            label="Search customers"
            value={first(view, SEARCH) ?? ""}
            onChange={(text) => {
              set({ [SEARCH]: text === "" ? [] : [text] });
            }}
          />
          <CallList list={list} />
        </Box>
      }
    >
      {(rows, meta) => (
        <>
          <BestLine meta={meta} />
          <Table rows={rows} meta={meta} sorted={sorted} list={list} setList={setList} />
          <Pager meta={meta} shown={rows.length} />
        </>
      )}
    </Tile>
  );
}

/** `at-risk` as the cards name it. */
const named = (slug: string): string =>
  slug
    .split("-")
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join("-");

type Ticked = readonly [readonly CustomerRow[], (list: readonly CustomerRow[]) => void];

/** Ticked customers, whatever sort, class or page is shown; none once the window or the filters are others. */
function useTicked(): Ticked {
  const of = JSON.stringify(useQuestion());
  const [kept, setKept] = useState<{ readonly of: string; readonly list: readonly CustomerRow[] }>({ of, list: [] });
  return [
    kept.of === of ? kept.list : [],
    (list) => {
      setKept({ of, list });
    },
  ];
}

function CallList({ list }: { readonly list: readonly CustomerRow[] }) {
  const say = useSay();
  const save = () => {
    saveFile(new Blob([callList(list)], { type: "text/csv;charset=utf-8" }), "call-list.csv");
    say(`Call list of ${count(list.length)} customers, complete`);
  };
  return (
    <Button size="small" variant="outlined" disabled={list.length === 0} onClick={save} data-print="hide">
      {list.length === 0 ? "Tick rows for a call list" : `Call list (${count(list.length)})`}
    </Button>
  );
}

function BestLine({ meta }: { readonly meta: Meta }) {
  const best = bestOf(meta.extra);
  if (best === null) return null;
  return (
    <Typography variant="body2" sx={{ mb: 0.5 }}>
      The top {count(best.customers)} customers are{" "}
      <data value={String(best.profitShare)}>{percent(best.profitShare)}</data> of profit.
    </Typography>
  );
}

interface TableProps {
  readonly rows: readonly CustomerRow[];
  readonly meta: Meta;
  readonly sorted: Sorted | null;
  readonly list: readonly CustomerRow[];
  readonly setList: (list: readonly CustomerRow[]) => void;
}

function Table({ rows, meta, sorted, list, setList }: TableProps) {
  const { view, show } = useView();
  const measured = useMeasureColumns<CustomerRow>(MEASURES);
  const columns = useMemo(() => [...measured, ...COLUMNS], [measured]);
  const isPart = first(view, CLASS) !== undefined || first(view, SEARCH) !== undefined;
  return (
    <DataTable
      caption="Customers"
      rowHead="Customer"
      rowSort="CUSTOMER"
      rowKey={({ customer }) => customer ?? ""}
      name={({ customer }) => <Member dimension="customer" name={customer} />}
      columns={columns}
      rows={rows}
      sorted={sorted}
      defaultSort="REVENUE"
      onSort={(next) => {
        show({ sort: next === null ? null : sortText(next), extra: withKeys(view, { [AFTER]: [] }) }, "replace");
      }}
      totals={{
        count: meta.page?.totalCount ?? rows.length,
        totals: meta.totals as Values | null,
        others: meta.others as Values | null,
        label: isPart ? "All customers, listed or not" : undefined,
      }}
      selection={{
        isOffered: (name) => name !== "",
        names: list.map(({ customer }) => customer ?? ""),
        onChange: (names) => {
          setList(ticked(names, rows, list));
        },
      }}
      maxHeight={HEIGHT}
    />
  );
}

const dayColumn = (field: "firstPurchase" | "lastPurchase", label: string, sort: string): Column<CustomerRow> => ({
  field,
  label,
  kind: "date",
  sort,
  cell: (row) => <Day value={row[field]} reason={nullCode(field, nullsOf(row))} />,
});

const COLUMNS: readonly Column<CustomerRow>[] = [
  {
    field: "segment",
    label: "Class",
    kind: "text",
    sort: "SEGMENT",
    definition: "class at the window's end over the whole history",
  },
  dayColumn("firstPurchase", "First purchase", "FIRST_PURCHASE"),
  dayColumn("lastPurchase", "Last purchase", "LAST_PURCHASE"),
  {
    field: "recencyDays",
    label: "Days since",
    kind: "count",
    sort: "RECENCY_DAYS",
    definition: "local days from the last purchase to the window's last day",
  },
  {
    field: "lifetimeValue",
    label: "Lifetime value",
    kind: "money",
    sort: "LIFETIME_VALUE",
    definition: "net revenue to date and expected within the horizon, over the whole history",
  },
];
