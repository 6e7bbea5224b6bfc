/** What the page of one customer asks for a view. Pure. */
import type { CustomerPageQueryVariables } from "../../../api/gen/operations";
import { withMembers, type View } from "../../../state/view";
import { questionOf } from "../../../state/view-context";

/** A filter on customers belongs to the lists: the page is of one customer, whatever they are filtered to. */
export function customerQuestion(view: View, name: string): Omit<CustomerPageQueryVariables, "shell"> {
  const asked = questionOf({ ...view, filters: withMembers(view.filters, "customer", { in: [], notIn: [] }) });
  return { ...asked, name, ownFilters: { ...asked.filters, customer: { in: [name] } } };
}
