/** Lines, groups and products in one table: a row opens into what it is made of, a name shows only what is below it. */
import { Box, Button, Link as MuiLink } from "@mui/material";
import { useMemo } from "react";
import { Link } from "wouter";
import type { ProductsTreeFragment } from "../../api/gen/operations";
import type { Asked } from "../../api/page-query";
import type { Question } from "../../api/rest";
import type { Meta } from "../../api/unwrap";
import { useSlotColours } from "../../charts/use-slots";
import { withKeys } from "../../state/extra";
import { useLink, useView } from "../../state/view-context";
import type { Values } from "../../ui/columns";
import { DataTable } from "../../ui/data-table";
import { useMeasureColumns, type MeasureField } from "../../ui/measure-columns";
import { Member } from "../../ui/member";
import { Tile } from "../../ui/tile";
import { unnamed } from "../../words";
import { useChildren } from "./children";
import { Crumbs } from "./crumbs";
import { narrowed, toggled, treeRows, type TreeRow, type Waiting } from "./data";

type Lines = NonNullable<ProductsTreeFragment["productLines"]["data"]>;

const HEIGHT = 260;
const OPEN = "open";
const FIELDS: readonly MeasureField[] = [
  "revenue",
  "profit",
  "profitMargin",
  "growthRate",
  "returnRate",
  "share",
  "unitsSold",
  "orders",
];

interface ProductsTreeProps {
  readonly asked: Asked<Lines>;
  readonly question: Question;
}

export function ProductsTree({ asked, question }: ProductsTreeProps) {
  return (
    <Tile title="Lines, groups and products" asked={asked} height={HEIGHT} question={question} controls={<Crumbs />}>
      {(lines, meta) => <Table lines={lines} meta={meta} />}
    </Tile>
  );
}

function Table({ lines, meta }: { readonly lines: Lines; readonly meta: Meta }) {
  const { view, show } = useView();
  const columns = useMeasureColumns<TreeRow>(FIELDS);
  const colourOf = useSlotColours("productLine");
  const open = view.extra[OPEN] ?? NONE;
  const { children, waiting } = useChildren(open);
  const rows = useMemo(() => treeRows(lines, children, open), [lines, children, open]);
  return (
    <DataTable
      caption="Product lines, their groups and their products"
      rowHead="Line, group, product"
      rowKey={({ key }) => key}
      rowLabel={rowLabel}
      name={(row) => (
        <>
          <Name row={row} color={row.level === 0 ? colourOf(row.line) : undefined} />
          <Waited of={waiting.get(row.key)} />
        </>
      )}
      columns={columns}
      rows={rows}
      defaultSort="REVENUE"
      totals={{
        count: meta.page?.totalCount ?? lines.length,
        totals: meta.totals as Values | null,
        others: meta.others as Values | null,
        label: "All lines",
      }}
      tree={{
        level: ({ level }) => level,
        isOpen: ({ isOpen }) => isOpen,
        onToggle: ({ key }) => void show({ extra: withKeys(view, { [OPEN]: toggled(open, key) }) }, "replace"),
      }}
      maxHeight={640}
    />
  );
}

const NONE: readonly string[] = [];
const OF_LEVEL = ["productLine", "itemGroup", "product"] as const;
const rowLabel = ({ name, level }: TreeRow) => name ?? unnamed(OF_LEVEL[level]);

interface NameProps {
  readonly row: TreeRow;
  readonly color: string | undefined;
}

/** A line or a group leads to the same page, of it alone; a product leads to its own. */
function Name({ row, color }: NameProps) {
  const { view } = useView();
  const link = useLink();
  const { level, name, line, group } = row;
  if (level === 2 || name === null) return <Member dimension={OF_LEVEL[level]} name={name} />;
  return (
    <Box component="span" sx={{ display: "inline-flex", alignItems: "center", gap: 0.5, minWidth: 0 }}>
      {color !== undefined && (
        <Box component="span" aria-hidden="true" sx={{ width: 10, height: 10, borderRadius: "2px", bgcolor: color }} />
      )}
      <MuiLink
        component={Link}
        href={link("/products", { filters: narrowed(view.filters, { line, group: level === 1 ? group : null }) })}
        underline="hover"
        color="inherit"
        title={`Show only ${name}`}
        sx={{ fontWeight: level === 0 ? 600 : 400 }}
      >
        {name}
      </MuiLink>
    </Box>
  );
}

function Waited({ of }: { readonly of: Waiting | undefined }) {
  if (of === undefined) return null;
  if (of.problem === null) return <Small>opening…</Small>;
  return (
    <>
      <Small>{of.problem}</Small>
      <Button size="small" onClick={of.again} sx={{ py: 0, minHeight: 24 }}>
        Try again
      </Button>
    </>
  );
}

function Small({ children }: { readonly children: string }) {
  return (
    <Box component="span" role="status" sx={{ ml: 1, fontSize: 12, color: "text.secondary", fontWeight: 400 }}>
      {children}
    </Box>
  );
}
