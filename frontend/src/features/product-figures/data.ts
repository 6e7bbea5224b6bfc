/** The answer of `productPerformance` as the figures at the top of the product's page. Pure. */
import type { ProductFiguresFragment } from "../../api/gen/operations";
import { count, date, percent } from "../../format";
import { changesOf } from "../../ui/changes";
import type { KeyFigure } from "../../ui/key-figures";
import { nullCode, type NullReason } from "../../words";

export type Product = NonNullable<ProductFiguresFragment["productPerformance"]["data"]>;

const FIELDS = [
  ["revenue", "netRevenue", "Net revenue", "money"],
  ["profit", "grossProfit", "Profit", "money"],
  ["profitMargin", "profitMargin", "Margin", "ratio"],
  ["unitsSold", "unitsSold", "Units", "units"],
  ["averageSellingPrice", "averageSellingPrice", "Price of a unit", "unitPrice"],
  ["orders", "orders", "Orders", "count"],
  ["returnsValue", "returnsValue", "Returns", "money"],
  ["returnRate", "returnRate", "Returned", "ratio"],
] as const;

type Field = (typeof FIELDS)[number][0];

export interface ProductFigure extends KeyFigure {
  readonly field: Field;
}

export function productFigures(product: Product, nulls: readonly NullReason[]): ProductFigure[] {
  return FIELDS.map(([field, measure, label, kind]) => ({
    field,
    measure,
    label,
    kind,
    value: valueOf(product, field),
    reason: nullCode(field === "returnsValue" ? "returns.returnsValue" : field, null, nulls),
    change: changesOf(product, nulls, field, kind)[0],
  }));
}

function valueOf(product: Product, field: Field): number | null {
  return field === "returnsValue" ? product.returns.returnsValue : product[field];
}

/** "Class A · number 1 by net revenue · 21.7 % of it · Building › Cement · sold since 1 Dec 2022". */
export function placeOf({ categories, firstSale, lastSale, ...product }: Product, zone: string): string {
  const { productLine, itemGroup } = categories[0] ?? { productLine: null, itemGroup: null };
  const path = [productLine, itemGroup].filter((name) => name !== null).join(" › ");
  return [
    said(product.abcClass, (name) => `Class ${name}`),
    said(product.rank, (rank) => `number ${count(rank)} by net revenue`),
    said(product.share, (share) => `${percent(share)} of it`),
    path,
    said(firstSale, (moment) => `sold since ${date(moment, zone)}`),
    said(lastSale, (moment) => `last on ${date(moment, zone)}`),
  ]
    .filter((part) => part !== "")
    .join(" · ");
}

const said = <Value>(value: Value | null, words: (value: Value) => string): string =>
  value === null ? "" : words(value);

/** Neither sold nor returned in the window. */
export function isEmptyProduct({ orders, revenue, unitsSold }: Product): boolean {
  return !orders && !revenue && !unitsSold;
}
