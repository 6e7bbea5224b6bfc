/** What the page of one product asks for a view. Pure. */
import type { ProductPageQueryVariables } from "../../../api/gen/operations";
import { priceGrain } from "../../../features/product-price/data";
import { pairSort } from "../../../features/products-pairs/data";
import { first } from "../../../state/extra";
import { metricOf } from "../../../state/metric";
import { withMembers, type View } from "../../../state/view";
import { questionOf } from "../../../state/view-context";

const PAIRS = 10;

/** A filter on products belongs to the lists: the page is of one product, whatever they are filtered to. */
export function productQuestion(view: View, name: string): Omit<ProductPageQueryVariables, "shell"> {
  const asked = questionOf({ ...view, filters: withMembers(view.filters, "product", { in: [], notIn: [] }) });
  const own = { ...asked.filters, product: { in: [name] } };
  const pairs = pairSort(first(view, "pairs"));
  return {
    ...asked,
    name,
    metric: metricOf(view.metric).metric,
    grain: view.grain,
    priceGrain: priceGrain(view),
    ownFilters: own,
    pairFilters: own,
    pairSort: pairs?.sortBy ?? null,
    pairOrder: pairs?.order ?? null,
    pairLimit: PAIRS,
  };
}
