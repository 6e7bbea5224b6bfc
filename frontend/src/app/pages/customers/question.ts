/** What the Customers page asks for a view. Pure. */
import type { CustomersPageQueryVariables, Segment } from "../../../api/gen/operations";
import { segmentOf } from "../../../features/customer-classes/data";
import { retentionWindow } from "../../../features/customers-retention/data";
import { SORTS } from "../../../features/customers-table/data";
import { first as one } from "../../../state/extra";
import { UNKNOWN_FIRST } from "../../../state/periods";
import type { View } from "../../../state/view";
import { questionOf } from "../../../state/view-context";
import { sortOf } from "../../../ui/sort";

export const tableSort = (view: View) => sortOf(view.sort, SORTS);

export function customersQuestion(view: View, first = UNKNOWN_FIRST): Omit<CustomersPageQueryVariables, "shell"> {
  const question = questionOf(view);
  const segment = segmentOf(one(view, "class") ?? "");
  return {
    ...question,
    ...listWindow(question, segment, first),
    ...(tableSort(view) ?? { sortBy: null, order: null }),
    ...retentionWindow(view),
    after: one(view, "after") ?? null,
    segment,
    search: one(view, "q") ?? null,
  };
}

type Asked = ReturnType<typeof questionOf>;

/** Who is slipping away bought nothing lately: the list reaches from the first sale to the window's end. */
function listWindow({ period, dateRange, compare }: Asked, segment: Segment | null, first: string) {
  const isGone = segment === "AT_RISK" || segment === "CHURNED";
  if (!isGone) return { listPeriod: period, listRange: dateRange, listCompare: compare };
  // every period but one of dates ends with the newest sale, as all data do
  if (dateRange === null) return { listPeriod: "ALL" as const, listRange: null, listCompare: [] };
  return { listPeriod: "CUSTOM" as const, listRange: { ...dateRange, startDate: first }, listCompare: [] };
}
