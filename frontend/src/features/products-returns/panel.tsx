/** What came back, the largest loss first: by product, line, branch, salesperson or customer. */
import type { ProductsReturnsFragment } from "../../api/gen/operations";
import type { Asked } from "../../api/page-query";
import type { Question } from "../../api/rest";
import type { Meta } from "../../api/unwrap";
import { first, withKeys } from "../../state/extra";
import { useView } from "../../state/view-context";
import type { Column, Values } from "../../ui/columns";
import { DataTable } from "../../ui/data-table";
import { Member } from "../../ui/member";
import { Switch } from "../../ui/switch";
import { Tile } from "../../ui/tile";
import { isEmptyReturns, RETURNS_BY, returnsBy, spoken } from "./data";

type Rows = NonNullable<ProductsReturnsFragment["returnsAnalysis"]["data"]>;
type Row = Rows[number];

const HEIGHT = 430;
const BY = "returns";
const OPTIONS = RETURNS_BY.map(({ groupBy, label }) => [groupBy, label] as const);

interface ProductsReturnsProps {
  readonly asked: Asked<Rows>;
  readonly question: Question;
}

export function ProductsReturns({ asked, question }: ProductsReturnsProps) {
  const { view, show } = useView();
  const { groupBy } = returnsBy(first(view, BY));
  return (
    <Tile
      title="What came back"
      asked={asked}
      height={HEIGHT}
      question={question}
      isEmpty={isEmptyReturns}
      none="Nothing came back"
      needs={NEEDS}
      controls={
        <Switch
          label="Returns by"
          value={groupBy}
          options={OPTIONS}
          onChange={(next) => {
            show({ extra: withKeys(view, { [BY]: next === "PRODUCT" ? [] : [spoken(next)] }) }, "replace");
          }}
        />
      }
    >
      {(rows, meta) => <Table rows={rows} meta={meta} />}
    </Tile>
  );
}

const NEEDS = ["returnsValue"];

function Table({ rows, meta }: { readonly rows: Rows; readonly meta: Meta }) {
  const { view } = useView();
  const { label, dimension } = returnsBy(first(view, BY));
  return (
    <DataTable
      caption={`Returns by ${label.toLowerCase()}`}
      rowHead={label}
      rowKey={({ member }) => member ?? ""}
      name={({ member }) => <Member dimension={dimension} name={member} />}
      columns={COLUMNS}
      rows={rows}
      defaultSort="RETURNS_VALUE"
      totals={{
        count: meta.page?.totalCount ?? rows.length,
        totals: meta.totals as Values | null,
        others: meta.others as Values | null,
      }}
    />
  );
}

const COLUMNS: readonly Column<Row>[] = [
  {
    field: "returnsValue",
    label: "Returned",
    kind: "money",
    sort: "RETURNS_VALUE",
    definition: "value returned, zero or negative",
  },
  { field: "returnRate", label: "Rate", kind: "ratio", definition: "part of gross revenue that came back" },
  { field: "returnShare", label: "Of all returns", kind: "ratio", definition: "part of the value of all returns" },
  { field: "unitsReturned", label: "Units", kind: "units", definition: "units returned" },
];
