/** What the Products page asks for a view. Pure. */
import type { ProductsPageQueryVariables } from "../../../api/gen/operations";
import { pairSort } from "../../../features/products-pairs/data";
import { returnsBy } from "../../../features/products-returns/data";
import { classOf, SORTS } from "../../../features/products-table/data";
import { first } from "../../../state/extra";
import type { View } from "../../../state/view";
import { questionOf } from "../../../state/view-context";
import { sortOf } from "../../../ui/sort";

const PAIRS = 10;

export const tableSort = (view: View) => sortOf(view.sort, SORTS);

export function productsQuestion(view: View): Omit<ProductsPageQueryVariables, "shell"> {
  const asked = questionOf(view);
  const pairs = pairSort(first(view, "pairs"));
  return {
    ...asked,
    ...(tableSort(view) ?? { sortBy: null, order: null }),
    after: first(view, "after") ?? null,
    abcClass: classOf(first(view, "abc")),
    search: first(view, "q") ?? null,
    returnsBy: returnsBy(first(view, "returns")).groupBy,
    pairFilters: asked.filters,
    pairSort: pairs?.sortBy ?? null,
    pairOrder: pairs?.order ?? null,
    pairLimit: PAIRS,
  };
}
