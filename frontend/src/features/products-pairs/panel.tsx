/** Products bought together in one order: how often, how surely, and how much more often than by chance. */
import { Box, Typography } from "@mui/material";
import type { ProductsPairsFragment } from "../../api/gen/operations";
import type { Asked } from "../../api/page-query";
import type { Question } from "../../api/rest";
import { first, withKeys } from "../../state/extra";
import { useView } from "../../state/view-context";
import type { Column } from "../../ui/columns";
import { DataTable } from "../../ui/data-table";
import { Member } from "../../ui/member";
import { sortText } from "../../ui/sort";
import { Tile } from "../../ui/tile";
import { pairKey, pairSort, pairsNote, type Pair } from "./data";

type Rows = NonNullable<ProductsPairsFragment["basketPairs"]["data"]>;

const HEIGHT = 300;
const SORTED = "pairs";

interface ProductsPairsProps {
  readonly asked: Asked<Rows>;
  readonly question: Question;
  /** The product that all pairs have; it is not named again in each. */
  readonly of?: string;
}

export function ProductsPairs({ asked, question, of }: ProductsPairsProps) {
  const { view, show } = useView();
  return (
    <Tile
      title={of === undefined ? "Bought together" : `Bought together with ${of}`}
      unit="orders"
      asked={asked}
      height={HEIGHT}
      question={question}
      none="No two products were bought together often enough"
    >
      {(rows, meta) => (
        <>
          <DataTable
            caption="Products bought together"
            rowHead={of === undefined ? "Products" : "Product"}
            rowKey={pairKey}
            name={(pair) => <Names pair={pair} of={of} />}
            columns={COLUMNS}
            rows={rows}
            sorted={pairSort(first(view, SORTED))}
            defaultSort="ORDERS"
            onSort={(next) => {
              show({ extra: withKeys(view, { [SORTED]: next === null ? [] : [sortText(next)] }) }, "replace");
            }}
          />
          <Typography variant="caption" color="textSecondary" component="p" sx={{ mt: 1 }}>
            {pairsNote(meta.extra)}
          </Typography>
        </>
      )}
    </Tile>
  );
}

function Names({ pair, of }: { readonly pair: Pair; readonly of: string | undefined }) {
  if (of !== undefined) return <Member dimension="product" name={pair.productB} />;
  return (
    <Box component="span" sx={{ display: "flex", flexWrap: "wrap", alignItems: "center", columnGap: 0.5, minWidth: 0 }}>
      <span className="floating">
        <Member dimension="product" name={pair.productA} />
      </span>
      <span aria-hidden="true">+</span>
      <span className="floating">
        <Member dimension="product" name={pair.productB} />
      </span>
    </Box>
  );
}

const COLUMNS: readonly Column<Pair>[] = [
  { field: "orders", label: "Orders", kind: "count", sort: "ORDERS", definition: "orders with both" },
  {
    field: "support",
    label: "Support",
    kind: "ratio",
    sort: "SUPPORT",
    definition: "part of all orders that has both",
  },
  {
    field: "confidence",
    label: "Confidence",
    kind: "ratio",
    sort: "CONFIDENCE",
    definition: "part of the orders with the first product that also has the other",
  },
  {
    field: "lift",
    label: "Lift",
    kind: "number",
    sort: "LIFT",
    definition: "how many times as often as if they were bought independently",
  },
];
