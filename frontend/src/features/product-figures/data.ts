/** The answer of `productPerformance` as the figures at the top of the product's page. Pure. */
import type { ProductFiguresFragment } from "../../api/gen/operations";
import { count, date, percent, type Kind } from "../../format";
import type { NullReason } from "../../words";
import { nullCode } from "../../words";

export type Product = NonNullable<ProductFiguresFragment["productPerformance"]["data"]>;
type Values = NonNullable<Product["comparisons"][number]["values"]>;

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

export interface ProductFigure {
  readonly field: Field;
  /** Name in the catalog, for definition and direction. */
  readonly measure: string;
  readonly label: string;
  readonly kind: Kind;
  readonly value: number | null;
  readonly reason: string | null;
  readonly change: number | null;
  readonly changeKind: Kind;
  readonly changeReason: string | null;
}

/** Net revenue changes by the API's own growth, a ratio by points, everything else by a difference. */
export function productFigures(product: Product, nulls: readonly NullReason[]): ProductFigure[] {
  const then = product.comparisons[0]?.values ?? null;
  return FIELDS.map(([field, measure, label, kind]) => ({
    field,
    measure,
    label,
    kind,
    value: valueOf(product, field),
    reason: nullCode(field === "returnsValue" ? "returns.returnsValue" : field, null, nulls),
    change: field === "revenue" ? product.growthRate : difference(valueOf(product, field), then, field),
    changeKind: field === "revenue" ? "growth" : kind === "ratio" ? "points" : kind,
    changeReason: nullCode("growthRate", null, nulls),
  }));
}

function valueOf(product: Product, field: Field): number | null {
  return field === "returnsValue" ? product.returns.returnsValue : product[field];
}

function difference(now: number | null, then: Values | null, field: Field): number | null {
  const before = then?.[field] ?? null;
  return now === null || before === null ? null : now - before;
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
