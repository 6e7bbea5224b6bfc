/** What a customer bought in the window, the most net revenue first. */
import { Button } from "@mui/material";
import { Link } from "wouter";
import type { CustomerProductsFragment } from "../../api/gen/operations";
import type { Asked } from "../../api/page-query";
import type { Question } from "../../api/rest";
import { withMembers } from "../../state/view";
import { useLink, useView } from "../../state/view-context";
import type { Values } from "../../ui/columns";
import { DataTable } from "../../ui/data-table";
import { useMeasureColumns, type MeasureField } from "../../ui/measure-columns";
import { Member } from "../../ui/member";
import { Tile } from "../../ui/tile";

type Rows = NonNullable<CustomerProductsFragment["bought"]["data"]>;

const HEIGHT = 380;
const FIELDS: readonly MeasureField[] = [
  "revenue",
  "profit",
  "profitMargin",
  "growthRate",
  "unitsSold",
  "orders",
  "share",
];

interface CustomerProductsProps {
  readonly customer: string;
  readonly asked: Asked<Rows>;
  readonly question: Question;
}

export function CustomerProducts({ customer, asked, question }: CustomerProductsProps) {
  const { view } = useView();
  const link = useLink();
  const columns = useMeasureColumns<Rows[number]>(FIELDS);
  const filters = withMembers(view.filters, "customer", { in: [customer], notIn: [] });
  return (
    <Tile
      title="Products bought"
      asked={asked}
      height={HEIGHT}
      question={question}
      footer={
        <Button
          size="small"
          component={Link}
          href={link("/products", { filters })}
          sx={{ alignSelf: "flex-start", mt: 1 }}
        >
          All products bought
        </Button>
      }
    >
      {(rows, meta) => (
        <DataTable
          caption="Products bought"
          rowHead="Product"
          rowKey={({ product }) => product ?? ""}
          name={({ product }) => <Member dimension="product" name={product} />}
          columns={columns}
          rows={rows}
          defaultSort="REVENUE"
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
