/** Branches against each other: each in its fixed colour, with its own line over the window. */
import { Box } from "@mui/material";
import { useMemo } from "react";
import type { BranchesTableFragment } from "../../api/gen/operations";
import type { Asked } from "../../api/page-query";
import type { Question } from "../../api/rest";
import type { Meta } from "../../api/unwrap";
import { useSlotColours } from "../../charts/use-slots";
import { useView } from "../../state/view-context";
import type { Column, Values } from "../../ui/columns";
import { DataTable } from "../../ui/data-table";
import { useMeasureColumns, type MeasureField } from "../../ui/measure-columns";
import { Member } from "../../ui/member";
import { AFTER } from "../../state/extra";
import { Pager } from "../../ui/pager";
import { sortText, type Sorted } from "../../ui/sort";
import { Spark } from "../../ui/spark";
import { Tile } from "../../ui/tile";
import { branchRows, loadedFields, type BranchLine, type BranchRow } from "./data";

type Rows = NonNullable<BranchesTableFragment["branchPerformance"]["data"]>;

const HEIGHT = 400;
const FIELDS: readonly MeasureField[] = [
  "revenue",
  "profit",
  "profitMargin",
  "growthRate",
  "orders",
  "customers",
  "averageOrderValue",
  "returnRate",
  "share",
  "quotaAttainment",
];

interface BranchesTableProps {
  readonly asked: Asked<Rows>;
  readonly lines: readonly BranchLine[];
  /** What the lines are of. */
  readonly lineLabel: string;
  readonly question: Question;
  readonly sorted: Sorted | null;
}

export function BranchesTable({ asked, lines, lineLabel, question, sorted }: BranchesTableProps) {
  const { view, show } = useView();
  const sort = (next: Sorted | null) => {
    const others = Object.fromEntries(Object.entries(view.extra).filter(([key]) => key !== AFTER));
    show({ sort: next === null ? null : sortText(next), extra: others }, "replace");
  };
  return (
    <Tile title="Branches" asked={asked} height={HEIGHT} question={question}>
      {(rows, meta) => (
        <>
          <Table rows={rows} lines={lines} lineLabel={lineLabel} meta={meta} sorted={sorted} onSort={sort} />
          <Pager meta={meta} shown={rows.length} />
        </>
      )}
    </Tile>
  );
}

interface TableProps {
  readonly rows: Rows;
  readonly lines: readonly BranchLine[];
  readonly lineLabel: string;
  readonly meta: Meta;
  readonly sorted: Sorted | null;
  readonly onSort: (sorted: Sorted | null) => void;
}

function Table({ rows, lines, lineLabel, meta, sorted, onSort }: TableProps) {
  const { view, show } = useView();
  const colour = useSlotColours("branch");
  const measured = useMeasureColumns<BranchRow>(FIELDS);
  const columns = useMemo(() => {
    const [first, ...others] = loadedFields(measured, meta.nulls);
    return [...(first ? [first] : []), sparkColumn(lineLabel, colour), ...others];
  }, [measured, meta.nulls, lineLabel, colour]);
  const branches = useMemo(() => branchRows(rows, lines), [rows, lines]);
  return (
    <DataTable
      caption="Branches by rank"
      rowHead="Branch"
      rowSort="BRANCH"
      rowKey={({ branch }) => branch ?? ""}
      name={({ branch }) => <Member dimension="branch" name={branch} color={colour(branch)} />}
      columns={columns}
      rows={branches}
      sorted={sorted}
      defaultSort="REVENUE"
      onSort={onSort}
      totals={{
        count: meta.page?.totalCount ?? rows.length,
        totals: meta.totals as Values | null,
        others: meta.others as Values | null,
      }}
      selection={{
        names: view.pin,
        onChange: (pin) => {
          show({ pin }, "replace");
        },
      }}
      maxHeight={HEIGHT}
    />
  );
}

function sparkColumn(label: string, colour: (name: string | null) => string): Column<BranchRow> {
  return {
    field: "line",
    label: "Over time",
    kind: "text",
    definition: `${label.toLowerCase()} over the window, each branch on a scale of its own`,
    cell: ({ branch, line }) =>
      line && (
        <Box component="span" sx={{ display: "inline-flex" }}>
          <Spark values={line} color={colour(branch)} />
        </Box>
      ),
  };
}
