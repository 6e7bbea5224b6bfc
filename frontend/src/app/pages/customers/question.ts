/** What the Customers page asks for a view. Pure. */
import type { CustomersPageQueryVariables } from "../../../api/gen/operations";
import { segmentOf } from "../../../features/customer-classes/data";
import { retentionWindow } from "../../../features/customers-retention/data";
import { SORTS } from "../../../features/customers-table/data";
import { first } from "../../../state/extra";
import type { View } from "../../../state/view";
import { questionOf } from "../../../state/view-context";
import { sortOf } from "../../../ui/sort";

export const tableSort = (view: View) => sortOf(view.sort, SORTS);

export function customersQuestion(view: View): Omit<CustomersPageQueryVariables, "shell"> {
  return {
    ...questionOf(view),
    ...(tableSort(view) ?? { sortBy: null, order: null }),
    ...retentionWindow(view),
    after: first(view, "after") ?? null,
    segment: segmentOf(first(view, "class") ?? ""),
    search: first(view, "q") ?? null,
  };
}
