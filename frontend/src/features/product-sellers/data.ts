/** Where, by whom and to whom one product is sold: three short rankings of one answer. Pure. */
import type { ProductSellersFragment } from "../../api/gen/operations";
import { nullCode } from "../../words";

export type Sellers = NonNullable<ProductSellersFragment["productPerformance"]["data"]>;
export type SellerDimension = "branch" | "salesperson" | "customer";

export interface Seller {
  readonly name: string | null;
  readonly revenue: number | null;
  readonly reason: string | null;
  readonly growth: number | null;
  readonly growthReason: string | null;
}

type Nulls = Parameters<typeof nullCode>[2];

/** Null when no file names the members of the dimension. */
export function sellersOf(sellers: Sellers, dimension: SellerDimension, nulls: Nulls): readonly Seller[] | null {
  const rows = named(sellers, dimension);
  if (rows === null) return null;
  return rows.map(({ name, row }) => ({
    name,
    revenue: row.revenue,
    reason: nullCode("revenue", row.nulls, nulls),
    growth: row.growthRate,
    growthReason: nullCode("growthRate", row.nulls, nulls),
  }));
}

type Row = Omit<NonNullable<Sellers["branches"]>[number], "branch">;
type Named = readonly { readonly name: string | null; readonly row: Row }[] | null;

function named({ branches, salespeople, customers }: Sellers, dimension: SellerDimension): Named {
  if (dimension === "branch") return list(branches, (row) => row.branch);
  if (dimension === "salesperson") return list(salespeople, (row) => row.salesperson);
  return list(customers, (row) => row.customer);
}

function list<Member extends Row>(rows: readonly Member[] | null, nameOf: (row: Member) => string | null): Named {
  return rows?.map((row) => ({ name: nameOf(row), row })) ?? null;
}
