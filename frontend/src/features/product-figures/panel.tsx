/** What a product brings and its place among all, each figure with its change. */
import { Typography } from "@mui/material";
import type { Asked } from "../../api/page-query";
import type { Question } from "../../api/rest";
import { KeyFigures } from "../../ui/key-figures";
import { Tile } from "../../ui/tile";
import type { Twin } from "../../ui/twin-table";
import { isEmptyProduct, placeOf, productFigures, type Product } from "./data";

const HEIGHT = 104;

interface ProductFiguresProps {
  readonly asked: Asked<Product>;
  readonly question: Question;
}

export function ProductFigures({ asked, question }: ProductFiguresProps) {
  return (
    <Tile title="Key figures" asked={asked} height={HEIGHT} question={question} isEmpty={isEmptyProduct} twin={twin}>
      {(product, meta) => (
        <>
          <Typography variant="body2" sx={{ mb: 1 }}>
            {placeOf(product, meta.period?.timezone ?? "UTC")}
          </Typography>
          <KeyFigures figures={productFigures(product, meta.nulls)} />
        </>
      )}
    </Tile>
  );
}

function twin(product: Product): Twin {
  const figures = productFigures(product, []);
  return {
    caption: "Key figures now and then",
    columns: [{ label: "When", kind: "text" }, ...figures.map(({ label, kind }) => ({ label, kind }))],
    rows: [
      ["Now", ...figures.map(({ value }) => value)],
      ...product.comparisons.map(({ kind, values }) => [kind, ...figures.map(({ field }) => values?.[field] ?? null)]),
    ],
  };
}
