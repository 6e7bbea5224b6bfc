/** What a member's sales are made of by another dimension: the first ten, their totals and the way to all. */
import { Button } from "@mui/material";
import { useMemo } from "react";
import { Link } from "wouter";
import type { Asked } from "../../api/page-query";
import type { Question } from "../../api/rest";
import { useSlotColours } from "../../charts/use-slots";
import { useLink, useView } from "../../state/view-context";
import type { View } from "../../state/view";
import type { Values } from "../../ui/columns";
import { DataTable } from "../../ui/data-table";
import { useMeasureColumns, type MeasureField } from "../../ui/measure-columns";
import { Member } from "../../ui/member";
import { sortOf, sortText } from "../../ui/sort";
import { Tile } from "../../ui/tile";
import { PART_SORTS, partRows, type PartAnswer, type PartDimension, type PartRow } from "./data";

const HEIGHT = 220;
/** What fits into half of the page. */
const FEW: readonly MeasureField[] = ["profit", "revenue", "profitMargin", "growthRate"];
const FIELDS: readonly MeasureField[] = [
  "profit",
  "revenue",
  "profitMargin",
  "growthRate",
  "orders",
  "returnRate",
  "share",
];
interface Words {
  readonly title: string;
  readonly head: string;
  /** Of all of them, after their number. */
  readonly plural: string;
  readonly path: string;
}

const WORDS: Readonly<Record<PartDimension, Words>> = {
  branch: { title: "Branches", head: "Branch", plural: "branches", path: "/branches" },
  customer: { title: "Top customers", head: "Customer", plural: "customers", path: "/customers" },
  productLine: { title: "Product lines", head: "Product line", plural: "product lines", path: "/products" },
  salesperson: { title: "Salespeople", head: "Salesperson", plural: "salespeople", path: "/salespeople" },
};

interface MemberPartsProps {
  readonly dimension: PartDimension;
  readonly asked: Asked<readonly PartAnswer[]>;
  readonly question: Question;
  /** What all rows are filtered to, on the page of them all. */
  readonly filters: View["filters"];
  /** Half a page wide: fewer columns. */
  readonly isNarrow?: boolean;
}

const shownOf = (asked: Asked<readonly PartAnswer[]>): number => asked.answer?.data?.length ?? 0;

export function MemberParts({ dimension, asked, question, filters, isNarrow = false }: MemberPartsProps) {
  const { view, show } = useView();
  const link = useLink();
  const { title, plural, path } = WORDS[dimension];
  const count = asked.answer?.meta.page?.totalCount ?? 0;
  return (
    <Tile
      title={title}
      asked={asked}
      height={HEIGHT}
      question={question}
      footer={
        count > shownOf(asked) && (
          <Button size="small" component={Link} href={link(path, { filters })} sx={{ alignSelf: "flex-start", mt: 1 }}>
            All {count} {plural}
          </Button>
        )
      }
    >
      {(rows, meta) => (
        <Parts
          dimension={dimension}
          rows={rows}
          isNarrow={isNarrow}
          totals={{
            count: meta.page?.totalCount ?? rows.length,
            totals: meta.totals as Values | null,
            others: meta.others as Values | null,
          }}
          sorted={sortOf(view.sort, PART_SORTS)}
          onSort={(next) => {
            show({ sort: next === null ? null : sortText(next) }, "replace");
          }}
        />
      )}
    </Tile>
  );
}

type TableProps = Parameters<typeof DataTable<PartRow>>[0];

interface PartsProps extends Pick<TableProps, "totals" | "sorted" | "onSort"> {
  readonly dimension: PartDimension;
  readonly rows: readonly PartAnswer[];
  readonly isNarrow: boolean;
}

function Parts({ dimension, rows, isNarrow, ...table }: PartsProps) {
  const { title, head } = WORDS[dimension];
  const columns = useMeasureColumns<PartRow>(isNarrow ? FEW : FIELDS);
  const parts = useMemo(() => partRows(rows, dimension), [rows, dimension]);
  const colour = useSlotColours(dimension === "productLine" ? "productLine" : "branch");
  const hasColour = dimension === "branch" || dimension === "productLine";
  return (
    <DataTable
      caption={title}
      rowHead={head}
      rowKey={({ name }) => name ?? ""}
      name={({ name }) => <Member dimension={dimension} name={name} color={hasColour ? colour(name) : undefined} />}
      columns={columns}
      rows={parts}
      defaultSort="PROFIT"
      {...table}
    />
  );
}
