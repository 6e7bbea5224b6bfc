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

const HEIGHT = 300;
const FIELDS: readonly MeasureField[] = [
  "profit",
  "revenue",
  "profitMargin",
  "growthRate",
  "orders",
  "returnRate",
  "share",
];
const WORDS: Readonly<Record<PartDimension, { readonly title: string; readonly head: string; readonly path: string }>> =
  {
    branch: { title: "Branches", head: "Branch", path: "/branches" },
    customer: { title: "Top customers", head: "Customer", path: "/customers" },
    productLine: { title: "Product lines", head: "Product line", path: "/products" },
    salesperson: { title: "Salespeople", head: "Salesperson", path: "/salespeople" },
  };

interface MemberPartsProps {
  readonly dimension: PartDimension;
  readonly asked: Asked<readonly PartAnswer[]>;
  readonly question: Question;
  /** What all rows are filtered to, on the page of them all. */
  readonly filters: View["filters"];
}

export function MemberParts({ dimension, asked, question, filters }: MemberPartsProps) {
  const { view, show } = useView();
  const link = useLink();
  const { title, head, path } = WORDS[dimension];
  const page = asked.answer?.meta.page;
  return (
    <Tile
      title={title}
      asked={asked}
      height={HEIGHT}
      question={question}
      footer={
        page && (
          <Button size="small" component={Link} href={link(path, { filters })} sx={{ alignSelf: "flex-start", mt: 1 }}>
            All {page.totalCount} {head.toLowerCase()} rows
          </Button>
        )
      }
    >
      {(rows, meta) => (
        <Parts
          dimension={dimension}
          rows={rows}
          head={head}
          title={title}
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
  readonly head: string;
  readonly title: string;
}

function Parts({ dimension, rows, head, title, ...table }: PartsProps) {
  const columns = useMeasureColumns<PartRow>(FIELDS);
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
