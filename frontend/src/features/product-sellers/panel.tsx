/** Where, by whom and to whom a product is sold: the most net revenue first. */
import { Box, Typography } from "@mui/material";
import type { Asked } from "../../api/page-query";
import type { Question } from "../../api/rest";
import type { Meta } from "../../api/unwrap";
import { useSlotColours } from "../../charts/use-slots";
import { BarList } from "../../ui/bar-list";
import { Member } from "../../ui/member";
import { Tile } from "../../ui/tile";
import type { Twin } from "../../ui/twin-table";
import { sellersOf, type SellerDimension, type Sellers } from "./data";

const HEIGHT = 330;
const WORDS: Readonly<Record<SellerDimension, string>> = {
  branch: "Branches that sell it",
  salesperson: "Salespeople who sell it",
  customer: "Customers who buy it",
};

interface ProductSellersProps {
  readonly dimension: SellerDimension;
  readonly asked: Asked<Sellers>;
  readonly question: Question;
}

export function ProductSellers({ dimension, asked, question }: ProductSellersProps) {
  return (
    <Tile
      title={WORDS[dimension]}
      asked={asked}
      height={HEIGHT}
      question={question}
      isEmpty={(sellers) => sellersOf(sellers, dimension, [])?.length === 0}
      twin={(sellers, meta) => twin(sellers, meta, dimension)}
    >
      {(sellers, meta) => <List sellers={sellers} meta={meta} dimension={dimension} />}
    </Tile>
  );
}

interface ListProps {
  readonly sellers: Sellers;
  readonly meta: Meta;
  readonly dimension: SellerDimension;
}

function List({ sellers, meta, dimension }: ListProps) {
  const colour = useSlotColours("branch");
  const rows = sellersOf(sellers, dimension, meta.nulls);
  if (rows === null) {
    return (
      <Box data-state="not-loaded" sx={{ minHeight: HEIGHT, background: "var(--hatched)", p: 2 }}>
        <Typography color="textSecondary">No loaded file names them, so they cannot be told apart.</Typography>
      </Box>
    );
  }
  return (
    <BarList
      label={WORDS[dimension]}
      kind="money"
      rows={rows.map(({ name, revenue, reason, growth, growthReason }) => ({
        key: name ?? "",
        name: <Member dimension={dimension} name={name} color={dimension === "branch" ? colour(name) : undefined} />,
        value: revenue,
        reason,
        change: growth,
        changeReason: growthReason,
        mark: name === null ? undefined : { dimension, name, value: revenue },
      }))}
    />
  );
}

function twin(sellers: Sellers, meta: Meta, dimension: SellerDimension): Twin {
  return {
    caption: WORDS[dimension],
    columns: [
      { label: "Name", kind: "text" },
      { label: "Net revenue", kind: "money" },
      { label: "Growth", kind: "growth" },
    ],
    rows: (sellersOf(sellers, dimension, meta.nulls) ?? []).map(({ name, revenue, growth }) => [name, revenue, growth]),
  };
}
