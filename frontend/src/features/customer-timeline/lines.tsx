/** The newest lines that a customer bought or brought back. */
import { Box } from "@mui/material";
import type { Asked } from "../../api/page-query";
import type { Question } from "../../api/rest";
import { instant } from "../../format";
import { useMeta } from "../../ui/answer-context";
import type { Column } from "../../ui/columns";
import { DataTable } from "../../ui/data-table";
import { Member } from "../../ui/member";
import { Tile } from "../../ui/tile";
import { keyed, type Line, type Timeline } from "./data";

const HEIGHT = 520;
type Row = Line & { readonly key: string };

interface CustomerLinesProps {
  readonly asked: Asked<Timeline>;
  readonly question: Question;
}

export function CustomerLines({ asked, question }: CustomerLinesProps) {
  const currency = asked.answer?.meta.currency ?? "";
  return (
    <Tile
      title="Newest purchases"
      subtitle={`newest lines first, up to the window’s end · ${currency}`}
      asked={asked}
      height={HEIGHT}
      question={question}
      isEmpty={({ lastLines }) => lastLines.length === 0}
    >
      {({ lastLines }) => (
        <DataTable
          caption="Newest lines"
          rowHead="When"
          rowKey={({ key }) => key}
          name={({ time }) => <When moment={time} />}
          columns={COLUMNS}
          rows={keyed(lastLines)}
          maxHeight={HEIGHT}
        />
      )}
    </Tile>
  );
}

function When({ moment }: { readonly moment: string }) {
  const zone = useMeta()?.period?.timezone ?? "UTC";
  return (
    <Box component="data" value={moment} sx={{ whiteSpace: "nowrap", fontWeight: 400 }}>
      {instant(moment, zone)}
    </Box>
  );
}

const COLUMNS: readonly Column<Row>[] = [
  {
    field: "product",
    label: "Product",
    kind: "text",
    cell: ({ product }) => <Member dimension="product" name={product} />,
  },
  { field: "unitsSold", label: "Units", kind: "units" },
  { field: "unitsReturned", label: "Returned", kind: "units" },
  { field: "revenue", label: "Net revenue", kind: "money", numbers: "full" },
  { field: "profit", label: "Profit", kind: "money", numbers: "full" },
  { field: "branch", label: "Branch", kind: "text" },
  { field: "salesperson", label: "Salesperson", kind: "text" },
  { field: "orderId", label: "Order", kind: "text" },
];
