/** Dimensions as the frame calls them. */
import type { Dimension, Members } from "../../state/view";

export const NAMES: Readonly<Record<Dimension, string>> = {
  branch: "Branch",
  productLine: "Line",
  salesperson: "Salesperson",
  customer: "Customer",
  product: "Product",
  itemGroup: "Item group",
  account: "Account",
  region: "Region",
  channel: "Channel",
  status: "Status",
};

export const NOBODY: Members = { in: [], notIn: [] };
