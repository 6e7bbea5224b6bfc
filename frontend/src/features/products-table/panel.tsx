/** Every product: what it brings, its class, what came back; sorted, searched and cut by the server. */
import { Box, Typography } from "@mui/material";
import { useMemo } from "react";
import type { AbcClass, ProductsTableFragment } from "../../api/gen/operations";
import type { Asked } from "../../api/page-query";
import type { Question } from "../../api/rest";
import type { Meta } from "../../api/unwrap";
import { AFTER, first, withKeys } from "../../state/extra";
import { useView } from "../../state/view-context";
import type { Column, Values } from "../../ui/columns";
import { DataTable } from "../../ui/data-table";
import { useMeasureColumns, type MeasureField } from "../../ui/measure-columns";
import { Member } from "../../ui/member";
import { Pager } from "../../ui/pager";
import { SearchField } from "../../ui/search-field";
import { sortText, type Sorted } from "../../ui/sort";
import { Switch } from "../../ui/switch";
import { Tile } from "../../ui/tile";
import { CLASSES, classesInWords, classOf } from "./data";

type Rows = NonNullable<ProductsTableFragment["topProducts"]["data"]>;
type Row = Rows[number];

const HEIGHT = 560;
const ABC = "abc";
const SEARCH = "q";
const FIELDS: readonly MeasureField[] = [
  "revenue",
  "profit",
  "profitMargin",
  "growthRate",
  "unitsSold",
  "orders",
  "returnRate",
  "share",
];
const OPTIONS: readonly (readonly [AbcClass | "ALL", string])[] = [
  ["ALL", "All"],
  ...CLASSES.map((one) => [one, one] as const),
];

interface ProductsTableProps {
  readonly asked: Asked<Rows>;
  readonly question: Question;
  /** Null is the report's own order, by net revenue. */
  readonly sorted: Sorted | null;
}

export function ProductsTable({ asked, question, sorted }: ProductsTableProps) {
  const { view, show } = useView();
  const chosen = classOf(first(view, ABC));
  const set = (key: string, value: string | null) => {
    show({ extra: withKeys(view, { [key]: value === null ? [] : [value], [AFTER]: [] }) }, "replace");
  };
  return (
    <Tile
      title="Products"
      asked={asked}
      height={HEIGHT}
      question={question}
      controls={
        <Box sx={{ display: "flex", flexWrap: "wrap", gap: 1, alignItems: "center" }}>
          <SearchField
            label="Search products"
            value={first(view, SEARCH) ?? ""}
            onChange={(text) => {
              set(SEARCH, text === "" ? null : text);
            }}
          />
          <Switch
            label="Class"
            value={chosen ?? "ALL"}
            options={OPTIONS}
            onChange={(one) => {
              set(ABC, one === "ALL" ? null : one.toLowerCase());
            }}
          />
        </Box>
      }
    >
      {(rows, meta) => (
        <>
          <Typography variant="caption" color="textSecondary" component="p" sx={{ mb: 0.5 }}>
            {classesInWords(meta.extra)}
          </Typography>
          <Table rows={rows} meta={meta} sorted={sorted} />
          <Pager meta={meta} shown={rows.length} />
        </>
      )}
    </Tile>
  );
}

interface TableProps {
  readonly rows: Rows;
  readonly meta: Meta;
  readonly sorted: Sorted | null;
}

function Table({ rows, meta, sorted }: TableProps) {
  const { view, show } = useView();
  const measured = useMeasureColumns<Row>(FIELDS);
  const columns = useMemo(() => [CLASS, ...measured], [measured]);
  const isPart = first(view, ABC) !== undefined || first(view, SEARCH) !== undefined;
  return (
    <DataTable
      caption="Products"
      rowHead="Product"
      rowSort="PRODUCT"
      rowKey={({ product }) => product ?? ""}
      name={({ product }) => <Member dimension="product" name={product} />}
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
        label: isPart ? "All products, listed or not" : undefined,
      }}
      maxHeight={HEIGHT}
    />
  );
}

const CLASS: Column<Row> = {
  field: "abcClass",
  label: "Class",
  kind: "text",
  sort: "ABC_CLASS",
  definition: "A, B or C by cumulative net revenue",
};
