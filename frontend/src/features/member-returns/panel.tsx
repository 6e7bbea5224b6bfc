/** What came back of a member's sales, by product. */
import type { Asked } from "../../api/page-query";
import type { Question } from "../../api/rest";
import type { Column, Values } from "../../ui/columns";
import { DataTable } from "../../ui/data-table";
import { Member } from "../../ui/member";
import { Tile } from "../../ui/tile";
import { isEmptyReturns, returned, type ReturnRow } from "./data";

const HEIGHT = 220;
const COLUMNS: readonly Column<ReturnRow>[] = [
  { field: "returnsValue", label: "Returned", kind: "money", sort: "RETURNS_VALUE" },
  { field: "unitsReturned", label: "Units", kind: "units" },
  { field: "returnRate", label: "Of gross", kind: "ratio", definition: "share of gross revenue that came back" },
  { field: "returnShare", label: "Share", kind: "ratio", definition: "part of the value of all returns" },
];

interface MemberReturnsProps {
  readonly asked: Asked<readonly ReturnRow[]>;
  readonly question: Question;
}

export function MemberReturns({ asked, question }: MemberReturnsProps) {
  return (
    <Tile
      title="Returns by product"
      asked={asked}
      height={HEIGHT}
      question={question}
      isEmpty={isEmptyReturns}
      none="Nothing came back"
    >
      {(rows, meta) => (
        <DataTable
          caption="Returns by product"
          rowHead="Product"
          rowKey={({ member }) => member ?? ""}
          name={({ member }) => <Member dimension="product" name={member} />}
          columns={COLUMNS}
          rows={returned(rows)}
          defaultSort="RETURNS_VALUE"
          totals={{
            count: meta.page?.totalCount ?? rows.length,
            totals: meta.totals as Values | null,
            others: meta.others as Values | null,
          }}
        />
      )}
    </Tile>
  );
}
