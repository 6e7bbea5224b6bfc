/** What the Profitability page asks for a view. Pure. */
import type { MemberSort, ProfitPageQueryVariables } from "../../../api/gen/operations";
import type { UsualDimension } from "../../../api/usual-dimension";
import { returnsBy } from "../../../features/products-returns/data";
import { driverDimension, driverMetric, driverPart } from "../../../features/profit-drivers/data";
import { MARGIN_SORTS, marginBy } from "../../../features/profit-margins/data";
import { first } from "../../../state/extra";
import type { View } from "../../../state/view";
import { questionOf } from "../../../state/view-context";
import { sortOf, type Sorted } from "../../../ui/sort";

const BY_PROFIT: Sorted<MemberSort> = { sortBy: "PROFIT", order: "DESC" };

export function profitQuestion(view: View, usual: UsualDimension): Omit<ProfitPageQueryVariables, "shell"> {
  const metric = driverMetric(first(view, "driver"));
  return {
    ...questionOf(view),
    ...(sortOf(view.sort, MARGIN_SORTS) ?? BY_PROFIT),
    grain: view.grain,
    driverMetric: metric,
    driverPart: driverPart(first(view, "part"), metric),
    driverDimension: driverDimension(first(view, "by"), usual),
    marginBy: marginBy(first(view, "group-by")).groupBy,
    returnsBy: returnsBy(first(view, "returns")).groupBy,
  };
}
