/** What each page asks of a view, so that it can be asked before the page is drawn. Explore waits for its reader. */
import type { QueryClient } from "@tanstack/react-query";
import {
  BranchesPageDocument,
  BranchPageDocument,
  CustomerPageDocument,
  CustomersPageDocument,
  DataPageDocument,
  OverviewPageDocument,
  ProductPageDocument,
  ProductsPageDocument,
  ProfitPageDocument,
  SalespeoplePageDocument,
  SalespersonPageDocument,
} from "../api/gen/operations";
import { askAhead } from "../api/page-query";
import { keptShell } from "../api/shell";
import { usualDimension } from "../api/usual-dimension";
import type { View } from "../state/view";
import { branchesQuestion } from "./pages/branches/question";
import { customerQuestion } from "./pages/customer/question";
import { customersQuestion } from "./pages/customers/question";
import { branchQuestion, salespersonQuestion } from "./pages/member-question";
import { overviewQuestion } from "./pages/overview/question";
import { productQuestion } from "./pages/product/question";
import { productsQuestion } from "./pages/products/question";
import { profitQuestion } from "./pages/profit/question";
import { salespeopleQuestion } from "./pages/salespeople/question";

interface Asker {
  readonly answers: QueryClient;
  readonly view: View;
  /** Of the member on its page. */
  readonly name: string;
}

export type Ask = (asker: Asker) => Promise<void>;

const usual = (answers: QueryClient) => usualDimension(keptShell(answers));

export const ASKS = {
  overview: ({ answers, view }) => askAhead(answers, OverviewPageDocument, overviewQuestion(view, usual(answers))),
  salespeople: ({ answers, view }) => askAhead(answers, SalespeoplePageDocument, salespeopleQuestion(view)),
  salesperson: ({ answers, view, name }) => askAhead(answers, SalespersonPageDocument, salespersonQuestion(view, name)),
  products: ({ answers, view }) => askAhead(answers, ProductsPageDocument, productsQuestion(view)),
  product: ({ answers, view, name }) => askAhead(answers, ProductPageDocument, productQuestion(view, name)),
  branches: ({ answers, view }) => askAhead(answers, BranchesPageDocument, branchesQuestion(view)),
  branch: ({ answers, view, name }) => askAhead(answers, BranchPageDocument, branchQuestion(view, name)),
  customers: ({ answers, view }) => askAhead(answers, CustomersPageDocument, customersQuestion(view)),
  customer: ({ answers, view, name }) => askAhead(answers, CustomerPageDocument, customerQuestion(view, name)),
  profit: ({ answers, view }) => askAhead(answers, ProfitPageDocument, profitQuestion(view, usual(answers))),
  data: ({ answers }) => askAhead(answers, DataPageDocument, {}),
} satisfies Readonly<Record<string, Ask>>;
